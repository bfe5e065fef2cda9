using System.Globalization;

namespace EventLinkDr.Model;

/// <summary>What reading a restored database back showed.</summary>
public sealed record ProofReport
{
    /// <summary>The worst of all verdicts.</summary>
    public ProofOutcome Outcome =>
        Tables.Select(table => table.Outcome).Append(Mismatches.Count > 0 ? ProofOutcome.Failed : ProofOutcome.Proven).Max();

    /// <summary>By table.</summary>
    public required IReadOnlyList<TableProof> Tables { get; init; }

    /// <summary>Sequences compared.</summary>
    public int Sequences { get; init; }

    /// <summary>Large objects compared.</summary>
    public long LargeObjects { get; init; }

    /// <summary>Sequences and large objects that differ, each in one sentence.</summary>
    public IReadOnlyList<string> Mismatches { get; init; } = [];

    /// <summary>Bytes of rows that were read back.</summary>
    public long Bytes { get; init; }

    /// <summary>The first few things that are wrong, for a message; empty when nothing is.</summary>
    public string Summary()
    {
        const int Shown = 5;
        var wrong = Tables.Where(table => table.Outcome == ProofOutcome.Failed).Select(table => $"{table.Table}: {table.Detail}").Concat(Mismatches).ToList();
        return string.Join("; ", wrong.Take(Shown)) + (wrong.Count > Shown ? $"; and {wrong.Count - Shown} more" : "");
    }

    /// <summary><c>Proven: 20 tables, 428,368 rows</c>, and the first few things that are wrong.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Outcome}: {Tables.Count} tables, {Tables.Sum(table => table.FoundRows):N0} rows")
        + (Outcome == ProofOutcome.Failed ? "; " + Summary() : "");
}
