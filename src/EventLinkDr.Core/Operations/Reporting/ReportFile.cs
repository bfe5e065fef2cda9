namespace EventLinkDr.Operations.Reporting;

/// <summary>A report that was written.</summary>
/// <param name="Path">The file.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Verdict">What it says.</param>
/// <param name="Size">Its length in bytes.</param>
public sealed record ReportFile(string Path, string Title, string Verdict, long Size)
{
    /// <summary>The file.</summary>
    public override string ToString() => Path;
}
