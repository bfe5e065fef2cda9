using System.Management.Automation;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>A cmdlet that changes a deployment: it shows its plan before, and every change waits for <see cref="ApproveAsync"/>.</summary>
public abstract class ChangingCmdlet : TargetCmdlet
{
    private Approval? _approval;

    /// <summary>Emits the plan as an object and changes nothing.</summary>
    [Parameter]
    public SwitchParameter PlanOnly { get; set; }

    /// <summary>Whether the caller answered the question beforehand.</summary>
    private protected virtual bool IsForced => false;

    /// <summary>A restore starts a database that is stopped, but not to say what it would do.</summary>
    private protected ConnectOptions Starting => new() { StartDatabase = _approval is { OnlyPlans: false } };

    private protected override void Bind()
    {
        base.Bind();
        _approval = new Approval(this, PlanOnly, IsForced);
    }

    /// <summary>Asks before one step of the work.</summary>
    /// <exception cref="DrException"><c>ConfirmationNeeded</c>.</exception>
    private protected Task<bool> AskStepAsync(string step, string caption) => AskAsync(() => _approval!.OfStep(step, caption));

    /// <summary>Shows the plan, asks where that is due, and says whether to go on.</summary>
    /// <exception cref="DrException"><c>ConfirmationNeeded</c>.</exception>
    private protected Task<bool> ApproveAsync(EventLinkPlan plan) => AskAsync(() => _approval!.Of(plan));
}
