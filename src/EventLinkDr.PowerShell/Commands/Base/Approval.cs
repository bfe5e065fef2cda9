using System.Management.Automation;
using System.Management.Automation.Host;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>The one gate before every change: shows the plan, asks where that is due. Only on the pipeline's thread.</summary>
internal sealed class Approval
{
    private readonly PSCmdlet _cmdlet;
    private readonly bool _planOnly;
    private readonly bool _force;

    /// <param name="cmdlet">The cmdlet that asks.</param>
    /// <param name="planOnly">Emits the plan and changes nothing.</param>
    /// <param name="force">Answers the question with yes; -WhatIf and an explicit -Confirm still hold.</param>
    public Approval(PSCmdlet cmdlet, bool planOnly, bool force)
    {
        _cmdlet = cmdlet;
        _planOnly = planOnly;
        OnlyPlans = planOnly || IsWhatIf(cmdlet);
        _force = force && !OnlyPlans && !cmdlet.MyInvocation.BoundParameters.ContainsKey("Confirm");
    }

    /// <summary>Whether only the plan is wanted: then nothing at all may be changed, not even a stopped container started.</summary>
    public bool OnlyPlans { get; }

    /// <summary>Whether to go on.</summary>
    /// <exception cref="DrException"><c>ConfirmationNeeded</c>.</exception>
    public bool Of(EventLinkPlan plan)
    {
        if (_planOnly)
        {
            _cmdlet.WriteObject(plan);
            return false;
        }

        var text = PlanText.Of(plan);
        if (_force)
        {
            _cmdlet.WriteVerbose(text);
            return true;
        }

        try
        {
            return _cmdlet.ShouldProcess(text, text + Environment.NewLine + "Go on?", plan.Operation);
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

    /// <summary>Asks in the middle of the work, whatever the preferences say.</summary>
    /// <exception cref="DrException"><c>ConfirmationNeeded</c>: nobody can answer.</exception>
    public bool OfStep(string what, string caption)
    {
        try
        {
            return _cmdlet.ShouldContinue(what + Environment.NewLine + "Go on?", caption);
        }
        catch (Exception error) when (IsUnanswered(error))
        {
            throw new DrException(ErrorTable.ConfirmationNeeded, $"{what} waits for an answer, and nobody can answer here", error) { Remedy = "Leave -Pause away." };
        }
    }

    /// <summary>Whether a cmdlet was asked for its plan alone.</summary>
    public static bool IsPlanning(PSCmdlet cmdlet) =>
        IsWhatIf(cmdlet) || (cmdlet.MyInvocation.BoundParameters.TryGetValue("PlanOnly", out var given) && ((SwitchParameter)given).ToBool());

    private static bool IsWhatIf(PSCmdlet cmdlet) => cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? ((SwitchParameter)given).ToBool() : LanguagePrimitives.IsTrue(cmdlet.GetVariableValue("WhatIfPreference"));

    /// <summary>
    /// Without a person, each host fails in its own way: a job, a console with -NonInteractive, a host without prompts, a console at the end of its input.
    /// </summary>
    private static bool IsUnanswered(Exception error) => error is HostException or PSInvalidOperationException or NotImplementedException or NullReferenceException;
}
