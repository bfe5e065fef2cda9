namespace EventLinkDr.Bench;

/// <summary>A contest that was held.</summary>
/// <param name="Megabytes">Plain SQL of the database it was about; null where that is not what counts.</param>
/// <param name="Title">Title of the contest.</param>
/// <param name="Results">Its results, ours first.</param>
internal sealed record HeldContest(double? Megabytes, string Title, IReadOnlyList<ContestResult> Results)
{
    /// <summary>A line below its table; null for none.</summary>
    public string? Note { get; init; }

    public string Section => Megabytes is { } megabytes ? $"{megabytes:0} MB of plain SQL" : "However much data there is";
}
