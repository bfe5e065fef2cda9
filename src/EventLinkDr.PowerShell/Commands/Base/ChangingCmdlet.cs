using System.Management.Automation;
using System.Management.Automation.Host;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>A cmdlet that changes something: it shows its plan before, and every change waits for <see cref="ApproveAsync"/>.</summary>
public abstract class ChangingCmdlet : TargetCmdlet
{
    /// <summary>Emits the plan as an object and changes nothing.</summary>
    [Parameter]
    public SwitchParameter PlanOnly { get; set; }

    /// <summary>Whether only the plan is wanted: then nothing at all may be changed, not even a stopped container started.</summary>
    private protected bool OnlyPlans { get; private set; }

    private protected override void Bind()
    {
        base.Bind();
        OnlyPlans = PlanOnly || IsWhatIf();
    }

    /// <summary>Shows the plan, asks where that is due, and says whether to go on.</summary>
    /// <param name="plan">What would be done.</param>
    /// <param name="force">Answers the question with yes; -WhatIf and an explicit -Confirm still hold.</param>
    /// <exception cref="DrException"><c>ConfirmationNeeded</c>.</exception>
    private protected Task<bool> ApproveAsync(EventLinkPlan plan, bool force) => AskAsync(() => Approve(plan, force));

    private bool Approve(EventLinkPlan plan, bool force)
    {
        if (PlanOnly)
        {
            WriteObject(plan);
            return false;
        }

        var text = PlanText.Of(plan);
        if (force && !MyInvocation.BoundParameters.ContainsKey("Confirm") && !OnlyPlans)
        {
            WriteVerbose(text);
            return true;
        }

        try
        {
            return ShouldProcess(text, text + Environment.NewLine + "Go on?", plan.Operation);
        }
        catch (Exception error) when (IsUnanswered(error))
        {
            throw new DrException(ErrorTable.ConfirmationNeeded, $"{plan.Operation} ({plan.Subject}) asks before it changes anything, and nobody can answer here", error)
            {
                Subject = plan,
                Remedy = "Give -Confirm:$false to go on without the question, or -WhatIf to see the plan.",
            };
        }
    }

    private bool IsWhatIf() =>
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given) ? ((SwitchParameter)given).ToBool() : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>
    /// Without a person, each host fails in its own way: a job, a console with -NonInteractive, a host without prompts, a console at the end of its input.
    /// </summary>
    private static bool IsUnanswered(Exception error) => error is HostException or PSInvalidOperationException or NotImplementedException or NullReferenceException;
}
