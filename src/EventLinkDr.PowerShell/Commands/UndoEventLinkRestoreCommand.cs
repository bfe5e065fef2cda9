using System.Management.Automation;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Rollback;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Goes back to the database that a restore replaced and kept.</summary>
[Cmdlet(VerbsCommon.Undo, "EventLinkRestore", DefaultParameterSetName = Discovered, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = OnlineHelp.Pages + "Undo-EventLinkRestore.md")]
[OutputType(typeof(UndoResult), typeof(UndoPlan))]
public sealed class UndoEventLinkRestoreCommand : ChangingCmdlet
{
    private readonly OneInput<string> _input = new(ErrorTable.RollbackNotFound);

    /// <summary>The kept database to go back to.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PreviousDatabase")]
    [ArgumentCompleter(typeof(RollbackCompleter))]
    public string? Name { get; set; }

    /// <summary>Answers the question with yes.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool IsForced => Force;

    private protected override void Bind()
    {
        base.Bind();
        // The result of a restore that replaced nothing names nothing.
        _input.Take(string.IsNullOrEmpty(Name) ? null : Name);
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        var name = _input.Only(MyInvocation.ExpectingInput);
        var connection = await ConnectAsync(Starting, cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var operation = new UndoOperation(connection.Deployment);
        var plan = await operation.PrepareAsync(name, cancellationToken).ConfigureAwait(false);
        if (!await ApproveAsync(plan).ConfigureAwait(false)) return;
        await WriteAsync(await operation.RunAsync(plan, Observer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
