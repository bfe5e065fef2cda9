using System.Management.Automation;
using EventLinkDr.Operations.Drill;
using EventLinkDr.Operations.Notices;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Loading;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Rehearses a recovery on a throwaway server and measures it.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "EventLinkDrill", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(DrillResult), typeof(DrillPlan))]
public sealed class InvokeEventLinkDrillCommand : AsyncDrCmdlet
{
    private const double BytesPerScale = 50 * 1024 * 1024;

    private Approval? _approval;

    /// <summary>Size of the sample database.</summary>
    [Parameter]
    [Size]
    [ValidateRange(1024 * 1024, 1024L * 1024 * 1024 * 1024)]
    public long SampleSize { get; set; } = (long)BytesPerScale;

    /// <summary>Sessions that back up, load and prove.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int? Jobs { get; set; }

    /// <summary>Major version of PostgreSQL.</summary>
    [Parameter]
    [ValidateRange(10, 99)]
    public int? MajorVersion { get; set; }

    /// <summary>Leaves server and backup standing.</summary>
    [Parameter]
    public SwitchParameter Keep { get; set; }

    /// <summary>Emits the plan as an object and changes nothing.</summary>
    [Parameter]
    public SwitchParameter PlanOnly { get; set; }

    /// <summary>Address that is told how it ended.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NotifyUri { get; set; }

    /// <summary>When it is told.</summary>
    [Parameter]
    public NoticeOccasion NotifyOn { get; set; }

    private protected override (string? Uri, NoticeOccasion On)? Notice => (NotifyUri, NotifyOn);

    private DrillOptions Options => new() { Scale = SampleSize / BytesPerScale, Jobs = Jobs, Major = MajorVersion, Keep = Keep };

    private protected override void Bind() => _approval = new Approval(this, PlanOnly, force: false);

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        var plan = DrillOperation.Prepare(Options);
        if (!await AskAsync(() => _approval!.Of(plan)).ConfigureAwait(false)) return;
        var adapters = CompositionRoot.Create();
        await using var _ = adapters.ConfigureAwait(false);
        await WriteAsync(await new DrillOperation(adapters).RunAsync(plan, Observer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
