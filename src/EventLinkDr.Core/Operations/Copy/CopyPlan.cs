using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Copy;

/// <summary>A copy of backups about to be made.</summary>
public sealed record CopyPlan : EventLinkPlan
{
    internal CopyPlan(CopyOptions options, string source, string destination, IReadOnlyList<CopyItem> items)
    {
        Options = options;
        Source = source;
        Destination = destination;
        Items = items;
    }

    /// <summary>What was asked for.</summary>
    public CopyOptions Options { get; }

    /// <summary>Where they are.</summary>
    public string Source { get; }

    /// <summary>Where they go.</summary>
    public string Destination { get; }

    /// <summary>Each backup with what is done about it, oldest first.</summary>
    public IReadOnlyList<CopyItem> Items { get; }

    /// <summary>Bytes to be sent.</summary>
    public long Bytes => Items.Where(IsSent).Sum(item => item.Source.Size);

    /// <inheritdoc/>
    public override string Operation => string.Create(CultureInfo.InvariantCulture, $"Copy {Items.Count(IsSent)} backups");

    /// <inheritdoc/>
    public override string Subject => $"{Source} to {Destination}";

    /// <inheritdoc/>
    public override IReadOnlyList<PlanStep> Steps =>
    (PlanStep[])[
        .. Items.Select(item => item.Action switch
        {
            CopyAction.Copy => new PlanStep(PlanEffect.Create, $"{item.Name} ({Readable.Size(item.Source.Size)})"),
            CopyAction.Replace => new PlanStep(PlanEffect.Create, $"{item.Name} ({Readable.Size(item.Source.Size)}); what is there of it is incomplete"),
            CopyAction.Skip => new PlanStep(PlanEffect.Read, $"{item.Name} is there already"),
            _ => new PlanStep(PlanEffect.Read, $"{item.Name} is another backup there, and stays"),
        }),
        .. Items.Any(IsSent) ? [new PlanStep(PlanEffect.Prove, "read every copy back and compare length and checksum; its manifest comes last")] : Array.Empty<PlanStep>(),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => Options.Encryption is { } encryption ? (string[])[$"the copies are encrypted to {encryption}"] : [];

    private static bool IsSent(CopyItem item) => item.Action is CopyAction.Copy or CopyAction.Replace;
}
