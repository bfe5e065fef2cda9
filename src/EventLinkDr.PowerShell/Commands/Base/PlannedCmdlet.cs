using System.Management.Automation;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>A cmdlet that changes something other than a deployment: it shows its plan before, and every change waits for <see cref="ApproveAsync"/>.</summary>
public abstract class PlannedCmdlet : AsyncDrCmdlet
{
    private Approval? _approval;

    /// <summary>Emits the plan as an object and changes nothing.</summary>
    [Parameter]
    public SwitchParameter PlanOnly { get; set; }

    /// <summary>Whether the caller answered the question beforehand.</summary>
    private protected virtual bool IsForced => false;

    private protected override void Bind() => _approval = new Approval(this, PlanOnly, IsForced);

    /// <summary>Shows the plan, asks where that is due, and says whether to go on.</summary>
    /// <exception cref="DrException"><c>ConfirmationNeeded</c>.</exception>
    private protected Task<bool> ApproveAsync(EventLinkPlan plan) => AskAsync(() => _approval!.Of(plan));
}
