using System.Management.Automation;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Encryption;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Operations.Replication;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Loading;
using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Runs the runbook: from "the database is gone" to "students register again".</summary>
[Cmdlet(VerbsLifecycle.Invoke, "EventLinkRecovery", DefaultParameterSetName = Discovered, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = OnlineHelp.Pages + "Invoke-EventLinkRecovery.md")]
[OutputType(typeof(RecoveryResult), typeof(RecoveryPlan))]
public sealed class InvokeEventLinkRecoveryCommand : RunbookCmdlet
{
    /// <summary>Answers the question with yes.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool IsForced => Force;

    // An unfinished recovery knows its backup, and a standby needs none.
    private protected override bool NeedsBackup => Standby is null && (!Resume || NamesBackup);

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (NeedsBackup)
        {
            await RestoreAsync(TheBackup(), cancellationToken).ConfigureAwait(false);
            return;
        }

        var adapters = CompositionRoot.Create();
        await using var _ = adapters.ConfigureAwait(false);
        // The database of a lost primary may have no container any more.
        var target = await ResolveTargetAsync(adapters, cancellationToken, withoutDatabase: true).ConfigureAwait(false);
        var unfinished = Standby is not null ? null : await RecoveryJournal.FindUnfinishedAsync(target, Journal, adapters.Stores, cancellationToken).ConfigureAwait(false)
            ?? throw new DrException(ErrorTable.RecoveryNotFound, $"{RecoveryJournal.PathOf(target, Journal)} holds no unfinished recovery") { Subject = target };
        if (unfinished is { Promotes: false }) await RestoreAsync(unfinished.Backup!, cancellationToken).ConfigureAwait(false);
        else await PromoteAsync(adapters, target, Standby ?? unfinished!.RequireStandby(), cancellationToken).ConfigureAwait(false);
    }

    private async Task PromoteAsync(IAdapters adapters, EventLinkTarget primary, string name, CancellationToken cancellationToken)
    {
        var standby = await new StandbyResolver(LocalHost, adapters).ResolveAsync(name, primary, Observer, cancellationToken).ConfigureAwait(false);
        var connection = await SwitchConnection.OpenAsync(adapters, primary, standby, Observer, cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var operation = new RecoveryOperation(connection.Parties) { MayCreateContainer = Starting.StartDatabase, Approve = Pause ? ApproveStepAsync : null };
        var plan = await operation.PreparePromotionAsync(Options with { Standby = name }, cancellationToken).ConfigureAwait(false);
        if (!await ApproveAsync(plan).ConfigureAwait(false)) return;
        await WriteAsync(await operation.RunAsync(plan, Observer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task RestoreAsync(string path, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(Starting, cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var (store, name) = BackupPaths.Open(path, connection.Adapters.Stores);
        await using var __ = store.ConfigureAwait(false);
        var final = BackupPlace.Below(path, RecoveryOperation.FinalDirectory, connection.Adapters.Stores);
        await using var ___ = final.ConfigureAwait(false);
        var backup = await new BackupCatalog(store).GetAsync(name, cancellationToken).ConfigureAwait(false);
        var keys = new KeyResolver(connection.Adapters.Cipher, LocalHost);
        using var decryption = await keys.FindDecryptionAsync(Keys, backup, cancellationToken).ConfigureAwait(false);
        using var encryption = await keys.FindEncryptionLikeAsync(decryption, cancellationToken).ConfigureAwait(false);
        var operation = new RecoveryOperation(connection.Deployment, store)
        {
            Stores = connection.Adapters.Stores, FinalStore = final.Store, Decryption = decryption, Encryption = encryption, MayCreateContainer = Starting.StartDatabase, Approve = Pause ? ApproveStepAsync : null,
        };
        var plan = await operation.PrepareAsync(backup, Options, Observer, cancellationToken).ConfigureAwait(false);
        if (!await ApproveAsync(plan).ConfigureAwait(false)) return;
        await WriteAsync(await operation.RunAsync(plan, Observer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private Task<bool> ApproveStepAsync(RecoveryPlanStep step, CancellationToken cancellationToken) =>
        AskStepAsync($"{step.Name}: {step.Description}", "Recovery");
}
