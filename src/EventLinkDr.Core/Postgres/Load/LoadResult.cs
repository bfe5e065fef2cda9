using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Load;

/// <summary>What a load has done.</summary>
internal sealed record LoadResult
{
    /// <summary>Rows by table, in the order of the dump; tables with COPY blocks without rows too.</summary>
    public required IReadOnlyList<LoadedTable> Tables { get; init; }

    /// <summary>Statements left out that somebody may miss.</summary>
    public required IReadOnlyList<SkippedStatement> Skipped { get; init; }

    /// <summary>DROP statements of a dump with <c>--clean</c> that named something absent: nothing is lost with them.</summary>
    public required long DropsOfNothing { get; init; }

    /// <summary>Bytes of SQL text read.</summary>
    public required long TextLength { get; init; }

    /// <summary>Durations by phase, each phase once.</summary>
    public required IReadOnlyList<PhaseDuration> Phases { get; init; }
}
