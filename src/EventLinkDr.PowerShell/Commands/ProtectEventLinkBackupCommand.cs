using System.Management.Automation;
using EventLinkDr.Model;
using EventLinkDr.Operations.Pins;
using EventLinkDr.PowerShell.Commands.Base;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Pins backups, so that retention leaves them alone.</summary>
[Cmdlet(VerbsSecurity.Protect, "EventLinkBackup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low,
    HelpUri = OnlineHelp.Pages + "Protect-EventLinkBackup.md")]
[OutputType(typeof(BackupSet), typeof(PinPlan))]
public sealed class ProtectEventLinkBackupCommand : PinningCmdlet
{
    /// <summary>Why, kept beside the backup for those who wonder later.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Reason { get; set; }

    private protected override bool Pins => true;

    private protected override string? Why => Reason;
}
