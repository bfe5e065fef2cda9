using System.Management.Automation;
using System.Security;
using EventLinkDr.Hosting;
using EventLinkDr.Operations.Copy;
using EventLinkDr.Operations.Encryption;
using EventLinkDr.Operations.Notices;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;
using EventLinkDr.PowerShell.Loading;
using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Copies complete backups to another place.</summary>
[Cmdlet(VerbsCommon.Copy, "EventLinkBackup", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low,
    HelpUri = OnlineHelp.Pages + "Copy-EventLinkBackup.md")]
[OutputType(typeof(CopyResult), typeof(CopyPlan))]
[OnlyOneOf(nameof(RetainUntil), nameof(RetainDays))]
[Needs([nameof(IdentityFile), nameof(Identity), nameof(Passphrase)], nameof(Recipient), nameof(RecipientFile))]
public sealed class CopyEventLinkBackupCommand : BackupsCmdlet
{
    private readonly BackupSelection _selection = new();
    private LocalHost _host = new();
    private GivenKeys? _encryption;
    private GivenKeys? _decryption;
    private string _destination = "";

    /// <summary>Where they go.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>Names, with wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BackupNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Only the newest of each place.</summary>
    [Parameter]
    public SwitchParameter Newest { get; set; }

    /// <summary>Public keys that the copies are encrypted to anew.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RecipientCompleter))]
    public string[]? Recipient { get; set; }

    /// <summary>Files of public keys that the copies are encrypted to anew.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? RecipientFile { get; set; }

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

    /// <summary>Until when the store keeps the copies from being removed.</summary>
    [Parameter]
    [TimeWithZone]
    public DateTimeOffset? RetainUntil { get; set; }

    /// <summary>For how many days the store keeps the copies from being removed.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int? RetainDays { get; set; }

    /// <summary>Address that is told how it ended.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NotifyUri { get; set; }

    /// <summary>When it is told.</summary>
    [Parameter]
    public NoticeOccasion NotifyOn { get; set; }

    private protected override (string? Uri, NoticeOccasion On)? Notice => (NotifyUri, NotifyOn);

    private protected override void Bind()
    {
        base.Bind();
        _selection.Add(SessionState, Backup, LiteralPath, Path ?? BackupSelection.Usual);
        _destination = ProviderPath.OfNew(SessionState, Destination);
        _host = new LocalHost(ProviderPath.Current(SessionState));
        Wipe();
        _encryption = GivenKeys.ToEncrypt(SessionState, Recipient, RecipientFile, null);
        _decryption = GivenKeys.ToDecrypt(SessionState, IdentityFile, Identity, Passphrase);
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_selection.IsEmpty) return;
        foreach (var error in _selection.Missing) await WriteErrorAsync(error, null).ConfigureAwait(false);
        var adapters = CompositionRoot.Create();
        await using var _ = adapters.ConfigureAwait(false);
        var keys = new KeyResolver(adapters.Cipher, _host);
        // A copy is byte for byte unless that is asked for here: the environment speaks of new backups.
        using var encryption = _encryption is { Encryption.IsEmpty: false } ? await keys.FindEncryptionAsync(_encryption.Encryption, cancellationToken).ConfigureAwait(false) : null;
        using var decryption = encryption is null ? null : await keys.FindDecryptionAsync(_decryption!.Decryption, cancellationToken).ConfigureAwait(false);
        var destination = BackupPlace.ForCopies(_destination, adapters.Stores);
        await using var __ = destination.ConfigureAwait(false);
        foreach (var place in _selection.Open(adapters.Stores))
        {
            await using var ___ = place.Store.ConfigureAwait(false);
            var operation = new CopyOperation(place.Store, destination.Store) { Decryption = decryption };
            var plan = await operation.PrepareAsync(new CopyOptions
            {
                Names = [.. place.Names, .. Name], Newest = Newest, Encryption = encryption, RetainUntil = RetainUntil,
                RetainFor = RetainDays is { } days ? TimeSpan.FromDays(days) : null,
            }, cancellationToken).ConfigureAwait(false);
            if (!await ApproveAsync(plan).ConfigureAwait(false)) continue;
            foreach (var result in await operation.RunAsync(plan, Observer, cancellationToken).ConfigureAwait(false))
            {
                await WriteAsync(result).ConfigureAwait(false);
                if (result.Error is not null) await WriteErrorAsync(result.Error, result.Source).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) Wipe();
        base.Dispose(disposing);
    }

    private void Wipe()
    {
        _encryption?.Dispose();
        _decryption?.Dispose();
    }
}
