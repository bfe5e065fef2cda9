using System.Management.Automation;

namespace EventLinkDr.PowerShell.Tests.Hosting;

/// <summary>What a script wrote, stream by stream.</summary>
internal sealed record Outcome(IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<VerboseRecord> Verbose,
    IReadOnlyList<WarningRecord> Warnings, IReadOnlyList<InformationRecord> Information, IReadOnlyList<ProgressRecord> Progress, RuntimeException? Terminating)
{
    /// <summary>The one error there is, terminating or not.</summary>
    public ErrorRecord Error => Terminating?.ErrorRecord ?? Assert.Single(Errors);
}
