namespace EventLinkDr.Operations.Reporting;

/// <summary>A value worth a glance.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">The value.</param>
/// <param name="Note">What it is measured against; null for nothing.</param>
/// <param name="Tone">How it is to be taken.</param>
internal sealed record ReportFact(string Label, string Value, string? Note = null, ReportTone Tone = ReportTone.Plain);
