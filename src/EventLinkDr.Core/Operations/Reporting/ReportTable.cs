namespace EventLinkDr.Operations.Reporting;

/// <summary>A table.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Columns">Heads of its columns.</param>
/// <param name="Numbers">Columns that hold numbers, counted from 0.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record ReportTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<int> Numbers, IReadOnlyList<ReportRow> Rows);
