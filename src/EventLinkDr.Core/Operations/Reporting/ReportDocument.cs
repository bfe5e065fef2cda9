namespace EventLinkDr.Operations.Reporting;

/// <summary>A report before it is written in one form or another.</summary>
internal sealed record ReportDocument
{
    public required string Title { get; init; }

    public required string Subject { get; init; }

    public required string Verdict { get; init; }

    public required ReportTone Tone { get; init; }

    public required DateTimeOffset Time { get; init; }

    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    public IReadOnlyList<ReportStep> Steps { get; init; } = [];

    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>Names and values: what was used, and where things are.</summary>
    public IReadOnlyList<ReportFact> Particulars { get; init; } = [];

    /// <summary>The result as JSON.</summary>
    public required string Json { get; init; }
}
