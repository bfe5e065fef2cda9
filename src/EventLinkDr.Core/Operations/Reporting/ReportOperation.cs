using System.Text;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Drill;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Operations.Restore;

namespace EventLinkDr.Operations.Reporting;

/// <summary>Writes results as reports: HTML, or Markdown where the file's name ends in <c>.md</c>.</summary>
public static class ReportOperation
{
    /// <summary>Says what would be written. Changes nothing.</summary>
    /// <param name="result">A <see cref="RecoveryResult"/>, <see cref="RestoreResult"/>, <see cref="DrillResult"/>, <see cref="DeploymentDrillResult"/> or <see cref="HealthReport"/>.</param>
    /// <param name="path">The file, or a directory for a name made out of the result and the time.</param>
    /// <param name="force">Whether a file that is there may be replaced.</param>
    /// <exception cref="DrException"><c>ReportUnsupported</c>, <c>ReportExists</c>.</exception>
    public static ReportPlan Prepare(object result, string path, bool force)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var document = result switch
        {
            RecoveryResult recovery => RecoveryReport.Of(recovery),
            RestoreResult restore => OtherReports.Of(restore),
            DrillResult drill => OtherReports.Of(drill),
            DeploymentDrillResult drill => DeploymentDrillReport.Of(drill),
            HealthReport health => OtherReports.Of(health),
            _ => throw new DrException(ErrorTable.ReportUnsupported, $"there is no report of a {result.GetType().Name}") { Subject = result },
        };
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
            path = Path.Combine(path, $"{document.Title.ToLowerInvariant()}-{document.Time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture)}.html");
        var full = Path.GetFullPath(path);
        var exists = File.Exists(full);
        if (exists && !force) throw new DrException(ErrorTable.ReportExists, $"{full} exists") { Subject = full };
        return new ReportPlan(document, full, exists);
    }

    /// <summary>Writes it. The file appears whole or not at all.</summary>
    /// <exception cref="DrException"><c>StoreUnavailable</c>.</exception>
    public static ReportFile Run(ReportPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = Path.GetExtension(plan.Path).ToUpperInvariant() is ".MD" or ".MARKDOWN" ? MarkdownReport.Write(plan.Document) : HtmlReport.Write(plan.Document);
        var bytes = Encoding.UTF8.GetBytes(text);
        var temporary = $"{plan.Path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(plan.Path)!);
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, plan.Path, overwrite: plan.Replaces);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary)) File.Delete(temporary);
            throw new DrException(ErrorTable.StoreUnavailable, $"{plan.Path} cannot be written: {error.Message.TrimEnd('.')}", error) { Subject = plan.Path };
        }

        return new ReportFile(plan.Path, plan.Document.Title, plan.Document.Verdict, bytes.Length);
    }
}
