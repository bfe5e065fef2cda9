using System.Management.Automation;
using EventLinkDr.Hosting;
using EventLinkDr.Operations.Rollback;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Drops databases that restores replaced and kept.</summary>
[Cmdlet(VerbsCommon.Remove, "EventLinkRollback", DefaultParameterSetName = Discovered, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = OnlineHelp.Pages + "Remove-EventLinkRollback.md")]
[OutputType(typeof(KeptDatabase), typeof(RollbackRemovalPlan))]
public sealed class RemoveEventLinkRollbackCommand : ChangingCmdlet
{
    /// <summary>The kept databases to drop.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RollbackCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Answers the question with yes.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the databases that were dropped.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool IsForced => Force;

    private protected override object? Item => Name.Length == 1 ? Name[0] : Name;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(new ConnectOptions(), cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var operation = new RollbackRemoval(connection.Deployment);
        var plan = await operation.PrepareAsync(Name, cancellationToken).ConfigureAwait(false);
        if (!await ApproveAsync(plan).ConfigureAwait(false)) return;
        var removed = await operation.RunAsync(plan, Observer, cancellationToken).ConfigureAwait(false);
        if (!PassThru) return;
        foreach (var database in removed) await WriteAsync(database).ConfigureAwait(false);
    }
}
