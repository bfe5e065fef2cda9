using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Operations.Restore;

/// <summary>What was sent to the server.</summary>
internal sealed record LoadedContent
{
    /// <summary>Rows sent, by table.</summary>
    public required IReadOnlyDictionary<QualifiedName, long> Rows { get; init; }

    /// <summary>Bytes of text handled.</summary>
    public long Bytes { get; init; }

    /// <summary>What was left out, each in one sentence.</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];
}
