using System.Management.Automation;
using EventLinkDr.Model;
using EventLinkDr.Operations.Pins;
using EventLinkDr.PowerShell.Commands.Base;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Unpins backups, so that retention decides about them again.</summary>
[Cmdlet(VerbsSecurity.Unprotect, "EventLinkBackup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = OnlineHelp.Pages + "Unprotect-EventLinkBackup.md")]
[OutputType(typeof(BackupSet), typeof(PinPlan))]
public sealed class UnprotectEventLinkBackupCommand : PinningCmdlet
{
    private protected override bool Pins => false;
}
