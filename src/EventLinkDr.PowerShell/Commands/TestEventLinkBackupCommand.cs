using System.Management.Automation;
using System.Security;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Encryption;
using EventLinkDr.Operations.Notices;
using EventLinkDr.Operations.Verify;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;
using EventLinkDr.PowerShell.Loading;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Verifies backups and leaves the outcome beside each.</summary>
[Cmdlet(VerbsDiagnostic.Test, "EventLinkBackup", DefaultParameterSetName = Discovered, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low,
    HelpUri = OnlineHelp.Pages + "Test-EventLinkBackup.md")]
[OutputType(typeof(VerificationResult), typeof(VerifyPlan))]
[OnlyOneOf(nameof(Backup), nameof(Path), nameof(LiteralPath), OrPipeline = true)]
public sealed class TestEventLinkBackupCommand : ChangingCmdlet
{
    private static readonly string[] OfDeployment = [nameof(Target), nameof(ConnectionString), nameof(ProjectDirectory), nameof(Container), nameof(Credential)];

    private IReadOnlyList<string> _paths = [];
    private IReadOnlyList<DrException> _missing = [];
    private LocalHost _host = new();
    private GivenKeys? _keys;

    /// <summary>The backup, as <c>Get-EventLinkBackup</c> gives it.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public BackupSet? Backup { get; set; }

    /// <summary>Files, with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BackupPathCompleter))]
    public string[]? Path { get; set; }

    /// <summary>Files, taken as they are.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>How thoroughly.</summary>
    [Parameter]
    public VerificationLevel Level { get; set; } = new VerifyOptions().Level;

    /// <summary>Threads and sessions at work at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int? Jobs { get; set; }

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

    /// <summary>Leaves no proof beside the backup.</summary>
    [Parameter]
    public SwitchParameter NoProof { get; set; }

    /// <summary>Address that is told how it ended.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NotifyUri { get; set; }

    /// <summary>When it is told.</summary>
    [Parameter]
    public NoticeOccasion NotifyOn { get; set; }

    private protected override (string? Uri, NoticeOccasion On)? Notice => (NotifyUri, NotifyOn);

    private protected override object? Item => Backup ?? (_paths.Count == 1 ? _paths[0] : (object?)Path);

    // A server is only used when it is named: loading a backup is work that nobody wants on a production server by surprise.
    private bool UsesDeployment => Level == VerificationLevel.Restore && ParameterSetName != Discovered;

    private protected override DrException? Objection => UsesDeployment || OfDeployment.FirstOrDefault(name => ParameterRules.IsGiven(this, name)) is not { } given ? null
        : new DrException(ErrorTable.OptionsInvalid, $"-{given} is for -Level Restore on a server that is named: nothing else asks one");

    private protected override void Bind()
    {
        base.Bind();
        (_paths, _missing) = BackupPaths.Of(SessionState, Backup, LiteralPath, Path);
        _host = new LocalHost(ProviderPath.Current(SessionState));
        _keys?.Dispose();
        _keys = GivenKeys.ToDecrypt(SessionState, IdentityFile, Identity, Passphrase);
    }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (var error in _missing) await WriteErrorAsync(error, null).ConfigureAwait(false);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in _paths)
        {
            try
            {
                await VerifyAsync(path, seen, cancellationToken).ConfigureAwait(false);
            }
            catch (DrException error) when (_paths.Count > 1)
            {
                await WriteErrorAsync(error, path).ConfigureAwait(false);
            }
        }
    }

    private async Task VerifyAsync(string path, HashSet<string> seen, CancellationToken cancellationToken)
    {
        var connection = UsesDeployment ? await ConnectAsync(new ConnectOptions(), cancellationToken).ConfigureAwait(false) : null;
        var adapters = connection?.Adapters ?? CompositionRoot.Create();
        await using var _ = (connection ?? (IAsyncDisposable)adapters).ConfigureAwait(false);
        var (store, name) = BackupPaths.Open(path, adapters.Stores);
        await using var __ = store.ConfigureAwait(false);
        // The lowest level needs no key, so it must not fail for one that the environment names.
        using var decryption = Level == VerificationLevel.Checksum && _keys!.Decryption.IsEmpty ? null
            : await new KeyResolver(adapters.Cipher, _host).FindDecryptionAsync(_keys!.Decryption, cancellationToken).ConfigureAwait(false);
        var operation = new VerifyOperation(store, adapters, connection?.Deployment) { Decryption = decryption };
        var plan = await operation.PrepareAsync(name, new VerifyOptions { Level = Level, Jobs = Jobs, NoProof = NoProof }, cancellationToken).ConfigureAwait(false);
        // A pattern also fits the manifest and the proofs of a backup.
        if (!seen.Add(plan.Backup.Path) || !await ApproveAsync(plan).ConfigureAwait(false)) return;
        var result = await operation.RunAsync(plan, Observer, cancellationToken).ConfigureAwait(false);
        await WriteAsync(result).ConfigureAwait(false);
        if (result.Error is not null) await WriteErrorAsync(result.Error, result.Backup).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _keys?.Dispose();
        base.Dispose(disposing);
    }
}
