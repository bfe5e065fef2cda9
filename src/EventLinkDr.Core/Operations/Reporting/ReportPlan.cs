using EventLinkDr.Model;

namespace EventLinkDr.Operations.Reporting;

/// <summary>A report about to be written.</summary>
public sealed record ReportPlan : EventLinkPlan
{
    internal ReportPlan(ReportDocument document, string path, bool replaces)
    {
        Document = document;
        Path = path;
        Replaces = replaces;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether a file of that name is replaced.</summary>
    public bool Replaces { get; }

    internal ReportDocument Document { get; }

    /// <inheritdoc/>
    public override string Operation => $"Write a report of the {Document.Title.ToLowerInvariant()}";

    /// <inheritdoc/>
    public override string Subject => Document.Subject;

    /// <inheritdoc/>
    public override IReadOnlyList<PlanStep> Steps => (PlanStep[])[new(PlanEffect.Create, Replaces ? $"{Path}, in place of the file that is there" : Path)];
}
