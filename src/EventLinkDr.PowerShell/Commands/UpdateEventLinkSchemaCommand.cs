using System.Management.Automation;
using EventLinkDr.Operations.Schema;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;
using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Brings the database to the schema revision of the code.</summary>
[Cmdlet(VerbsData.Update, "EventLinkSchema", DefaultParameterSetName = Discovered, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = OnlineHelp.Pages + "Update-EventLinkSchema.md")]
[OutputType(typeof(SchemaUpdateResult), typeof(SchemaUpdatePlan))]
public sealed class UpdateEventLinkSchemaCommand : ChangingCmdlet
{
    private string _path = "";

    /// <summary>Where the safety backup goes.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BackupPathCompleter))]
    public string Path { get; set; } = BackupPlace.DefaultDirectory + System.IO.Path.DirectorySeparatorChar;

    /// <summary>Takes no backup before.</summary>
    [Parameter]
    public SwitchParameter SkipSafetyBackup { get; set; }

    /// <summary>Answers the question with yes.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool IsForced => Force;

    private protected override void Bind()
    {
        base.Bind();
        _path = ProviderPath.OfNew(SessionState, Path);
    }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(Starting, cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var place = BackupPlace.ForWriting(_path, connection.Adapters.Stores);
        await using var __ = place.ConfigureAwait(false);
        var operation = new SchemaUpdateOperation(connection.Deployment, place.Store) { MayCreateContainer = Starting.StartDatabase };
        var plan = await operation.PrepareAsync(new SchemaUpdateOptions { SkipSafetyBackup = SkipSafetyBackup }, cancellationToken).ConfigureAwait(false);
        if (!await ApproveAsync(plan).ConfigureAwait(false)) return;
        await WriteAsync(await operation.RunAsync(plan, Observer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
