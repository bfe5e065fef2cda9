using System.Management.Automation;
using System.Security;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Operations.Encryption;
using EventLinkDr.Operations.Notices;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Makes a backup of the database.</summary>
[Cmdlet(VerbsData.Backup, "EventLinkDb", DefaultParameterSetName = Discovered, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = OnlineHelp.Pages + "Backup-EventLinkDb.md")]
[OutputType(typeof(BackupResult), typeof(BackupPlan))]
[OnlyOneOf(nameof(RetainUntil), nameof(RetainDays))]
[OnlyOneOf(nameof(Passphrase), nameof(Recipient))]
[OnlyOneOf(nameof(Passphrase), nameof(RecipientFile))]
public sealed class BackupEventLinkDbCommand : ChangingCmdlet
{
    private string _path = "";
    private LocalHost _host = new();
    private GivenKeys? _keys;

    /// <summary>The deployment, as <c>Get-EventLinkTarget</c> gives it.</summary>
    [Parameter(ParameterSetName = nameof(Target), Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public override EventLinkTarget? Target { get; set; }

    /// <summary>Directory, file or address of a store to write to.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = BackupPlace.DefaultDirectory + System.IO.Path.DirectorySeparatorChar;

    /// <summary>Sessions that read tables at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int? Jobs { get; set; }

    /// <summary>How hard to compress.</summary>
    [Parameter]
    public BackupCompression CompressionLevel { get; set; }

    /// <summary>Leaves owners out.</summary>
    [Parameter]
    public SwitchParameter NoOwner { get; set; }

    /// <summary>Leaves privileges out.</summary>
    [Parameter]
    public SwitchParameter NoPrivilege { get; set; }

    /// <summary>Tables whose rows are left out.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TableCompleter))]
    public string[] ExcludeTableData { get; set; } = [];

    /// <summary>How long to wait for a table that somebody holds.</summary>
    [Parameter]
    [Duration]
    public TimeSpan LockTimeout { get; set; } = new BackupOptions().LockTimeout;

    /// <summary>Public keys that it is encrypted to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RecipientCompleter))]
    public string[]? Recipient { get; set; }

    /// <summary>Files of public keys that it is encrypted to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? RecipientFile { get; set; }

    /// <summary>A passphrase that it is encrypted with.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    /// <summary>Until when the store keeps it from being removed.</summary>
    [Parameter]
    [TimeWithZone]
    public DateTimeOffset? RetainUntil { get; set; }

    /// <summary>For how many days the store keeps it from being removed.</summary>
    [Parameter]
    [ValidateRange(1, 36500)]
    public int? RetainDays { get; set; }

    /// <summary>Replaces an existing file of that name.</summary>
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
        _path = ProviderPath.OfNew(SessionState, Path);
        _host = new LocalHost(ProviderPath.Current(SessionState));
        _keys?.Dispose();
        _keys = GivenKeys.ToEncrypt(SessionState, Recipient, RecipientFile, Passphrase);
    }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(new ConnectOptions(), cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var place = BackupPlace.ForWriting(_path, connection.Adapters.Stores);
        await using var __ = place.ConfigureAwait(false);
        using var encryption = await new KeyResolver(connection.Adapters.Cipher, _host).FindEncryptionAsync(_keys!.Encryption, cancellationToken).ConfigureAwait(false);
        var operation = new BackupOperation(connection.Deployment, place.Store);
        var plan = await operation.PrepareAsync(Options(place.Name, encryption), cancellationToken).ConfigureAwait(false);
        if (!await ApproveAsync(plan).ConfigureAwait(false)) return;
        await WriteAsync(await operation.RunAsync(plan, Observer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private BackupOptions Options(string? fileName, BackupEncryption? encryption) => new()
    {
        Jobs = Jobs,
        Compression = CompressionLevel,
        NoOwner = NoOwner,
        NoPrivilege = NoPrivilege,
        ExcludeTableData = ExcludeTableData,
        FileName = fileName,
        Force = Force,
        LockTimeout = LockTimeout,
        Encryption = encryption,
        RetainUntil = RetainUntil,
        RetainFor = RetainDays is { } days ? TimeSpan.FromDays(days) : null,
    };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _keys?.Dispose();
        base.Dispose(disposing);
    }
}
