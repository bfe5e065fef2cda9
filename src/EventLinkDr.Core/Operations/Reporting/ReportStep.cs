namespace EventLinkDr.Operations.Reporting;

/// <summary>Something that took time.</summary>
/// <param name="Name">What.</param>
/// <param name="Start">When it began, counted from the begin of the whole; null when it did not.</param>
/// <param name="Duration">How long it took; null when it did not end.</param>
/// <param name="Status">What became of it, in a word.</param>
/// <param name="Tone">How that is to be taken.</param>
/// <param name="Detail">More; null for nothing.</param>
internal sealed record ReportStep(string Name, TimeSpan? Start, TimeSpan? Duration, string Status, ReportTone Tone, string? Detail = null);
