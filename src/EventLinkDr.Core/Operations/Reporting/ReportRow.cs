namespace EventLinkDr.Operations.Reporting;

/// <summary>A row of a table.</summary>
/// <param name="Tone">How it is to be taken.</param>
/// <param name="Cells">Its values.</param>
internal sealed record ReportRow(ReportTone Tone, IReadOnlyList<string> Cells);
