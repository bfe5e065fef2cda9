using System.Management.Automation;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Encryption;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Operations.Schema;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;
using EventLinkDr.PowerShell.Loading;
using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Restores a backup; what is there is replaced only by what was proven.</summary>
[Cmdlet(VerbsData.Restore, "EventLinkDb", DefaultParameterSetName = Discovered, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = OnlineHelp.Pages + "Restore-EventLinkDb.md")]
[OutputType(typeof(RestoreResult), typeof(RestorePlan))]
public sealed class RestoreEventLinkDbCommand : OneBackupCmdlet
{
    /// <summary>How the data is put back.</summary>
    [Parameter]
    public RestoreMode? Mode { get; set; }

    /// <summary>Name of the new database.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NewName { get; set; }

    /// <summary>Only these tables.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[] Table { get; set; } = [];

    /// <summary>Sessions that load and prove.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int? Jobs { get; set; }

    /// <summary>Leaves owners and grants of missing roles out.</summary>
    [Parameter]
    public SwitchParameter SkipMissingRole { get; set; }

    /// <summary>Restores also what the running code does not know.</summary>
    [Parameter]
    public SwitchParameter SkipRevisionCheck { get; set; }

    /// <summary>Takes no backup before an in-place restore.</summary>
    [Parameter]
    public SwitchParameter SkipSafetyBackup { get; set; }

    /// <summary>Answers the question with yes.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool IsForced => Force;

    private protected override DrException? Objection => Mode == RestoreMode.InPlace || !ParameterRules.IsGiven(this, nameof(SkipSafetyBackup)) ? null
        : new DrException(ErrorTable.OptionsInvalid, "-SkipSafetyBackup goes with -Mode InPlace: every other restore leaves the old database as it is");

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        var adapters = CompositionRoot.Create();
        await using var _ = adapters.ConfigureAwait(false);
        var (store, name) = BackupPaths.Open(TheBackup(), adapters.Stores);
        await using var __ = store.ConfigureAwait(false);
        var backup = await new BackupCatalog(store).GetAsync(name, cancellationToken).ConfigureAwait(false);
        var keys = new KeyResolver(adapters.Cipher, LocalHost);
        using var decryption = await keys.FindDecryptionAsync(Keys, backup, cancellationToken).ConfigureAwait(false);
        using var encryption = await keys.FindEncryptionLikeAsync(decryption, cancellationToken).ConfigureAwait(false);
        var connection = await ConnectAsync(Starting, cancellationToken).ConfigureAwait(false);
        await using var ___ = connection.ConfigureAwait(false);
        var operation = new RestoreOperation(connection.Deployment, store)
        {
            Decryption = decryption,
            SafetyBackup = SafetyBackup.Into(connection.Deployment, store, encryption),
            KnowsRevision = SkipRevisionCheck ? null : new SchemaOperation(connection.Deployment) { MayCreateContainer = Starting.StartDatabase }.KnowsAsync,
        };
        var plan = await operation.PrepareAsync(backup, Options, Observer, cancellationToken).ConfigureAwait(false);
        if (!await ApproveAsync(plan).ConfigureAwait(false)) return;
        await WriteAsync(await operation.RunAsync(plan, Observer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private RestoreOptions Options => new()
    {
        Mode = Mode,
        NewName = NewName,
        Tables = Table,
        Jobs = Jobs,
        SkipMissingRole = SkipMissingRole,
        SkipSafetyBackup = SkipSafetyBackup,
    };
}
