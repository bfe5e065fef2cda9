using System.Management.Automation;
using System.Security;
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
[Cmdlet(VerbsData.Restore, "EventLinkDb", DefaultParameterSetName = Discovered, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RestoreResult), typeof(RestorePlan))]
public sealed class RestoreEventLinkDbCommand : ChangingCmdlet
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

    /// <summary>Takes no backup before an in-place restore.</summary>
    [Parameter]
    public SwitchParameter SkipSafetyBackup { get; set; }

    /// <summary>Answers the question with yes.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool IsForced => Force;

    private protected override void Bind()
    {
        base.Bind();
        var (found, _) = BackupPaths.Of(SessionState, Backup, LiteralPath is null ? null : [LiteralPath], Path is null ? null : [Path]);
        foreach (var path in found) _input.Take(path);
        _host = new LocalHost(ProviderPath.Current(SessionState));
        _keys?.Dispose();
        _keys = GivenKeys.ToDecrypt(SessionState, IdentityFile, Identity, Passphrase);
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        var adapters = CompositionRoot.Create();
        await using var _ = adapters.ConfigureAwait(false);
        var (store, name) = BackupPaths.Open(_input.Only(MyInvocation.ExpectingInput)!, adapters.Stores);
        await using var __ = store.ConfigureAwait(false);
        var backup = await new BackupCatalog(store).GetAsync(name, cancellationToken).ConfigureAwait(false);
        var keys = new KeyResolver(adapters.Cipher, _host);
        using var decryption = await keys.FindDecryptionAsync(_keys?.Decryption ?? new DecryptionRequest(), backup, cancellationToken).ConfigureAwait(false);
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

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _keys?.Dispose();
        base.Dispose(disposing);
    }
}
