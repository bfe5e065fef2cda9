using System.Management.Automation;
using System.Security;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Encryption;
using EventLinkDr.Operations.Notices;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Operations.Replication;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;
using EventLinkDr.PowerShell.Loading;
using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Runs the runbook: from "the database is gone" to "students register again".</summary>
[Cmdlet(VerbsLifecycle.Invoke, "EventLinkRecovery", DefaultParameterSetName = Discovered, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RecoveryResult), typeof(RecoveryPlan))]
public sealed class InvokeEventLinkRecoveryCommand : RunbookCmdlet
{
    private readonly OneInput<string> _input = new(ErrorTable.BackupNotFound);
    private LocalHost _host = new();
    private GivenKeys? _keys;

    /// <summary>The backup, as <c>Get-EventLinkBackup</c> gives it.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public BackupSet? Backup { get; set; }

    /// <summary>The file; wildcards must fit exactly one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BackupPathCompleter))]
    public string? Path { get; set; }

    /// <summary>The file, taken as it is.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    /// <summary>Files with the secret key of an encrypted backup.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? IdentityFile { get; set; }

    /// <summary>The secret key itself.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public SecureString[]? Identity { get; set; }

    /// <summary>The passphrase of an encrypted backup.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    /// <summary>Answers the question with yes.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Address that is told how it ended.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NotifyUri { get; set; }

    /// <summary>When it is told.</summary>
    [Parameter]
    public NoticeOccasion NotifyOn { get; set; }

    private protected override (string? Uri, NoticeOccasion On)? Notice => (NotifyUri, NotifyOn);

    private protected override bool IsForced => Force;

    private protected override void Bind()
    {
        base.Bind();
        _host = new LocalHost(ProviderPath.Current(SessionState));
        _keys?.Dispose();
        _keys = GivenKeys.ToDecrypt(SessionState, IdentityFile, Identity, Passphrase);
        if (Standby is not null)
        {
            if (NamesBackup) throw new DrException(ErrorTable.OptionsInvalid, "a backup and -Standby exclude each other");
            return;
        }

        // An unfinished recovery knows its backup.
        if (Resume && !NamesBackup) return;
        var (found, _) = BackupPaths.Of(SessionState, Backup, LiteralPath is null ? null : [LiteralPath], Path is null ? null : [Path]);
        foreach (var path in found) _input.Take(path);
    }

    private bool NamesBackup => MyInvocation.ExpectingInput || Backup is not null || Path is not null || LiteralPath is not null;

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (Standby is null && (!Resume || NamesBackup))
        {
            await RestoreAsync(_input.Only(MyInvocation.ExpectingInput)!, cancellationToken).ConfigureAwait(false);
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
        var keys = new KeyResolver(connection.Adapters.Cipher, _host);
        using var decryption = await keys.FindDecryptionAsync(_keys?.Decryption ?? new DecryptionRequest(), backup, cancellationToken).ConfigureAwait(false);
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

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _keys?.Dispose();
        base.Dispose(disposing);
    }
}
