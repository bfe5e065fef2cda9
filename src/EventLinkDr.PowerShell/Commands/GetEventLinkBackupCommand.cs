using System.Management.Automation;
using System.Security;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Encryption;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;
using EventLinkDr.PowerShell.Loading;
using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Lists backups, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "EventLinkBackup", DefaultParameterSetName = nameof(Path), HelpUri = OnlineHelp.Pages + "Get-EventLinkBackup.md")]
[OutputType(typeof(BackupSet))]
public sealed class GetEventLinkBackupCommand : AsyncDrCmdlet
{
    private const string LatestOfPath = nameof(LatestOfPath);
    private const string LatestOfLiteralPath = nameof(LatestOfLiteralPath);

    private readonly List<string> _places = [];
    private readonly List<DrException> _missing = [];
    private LocalHost _host = new();
    private GivenKeys? _keys;

    /// <summary>Directories, files or addresses of stores; paths with wildcards.</summary>
    [Parameter(ParameterSetName = nameof(Path), Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LatestOfPath, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [BackupPlace.DefaultDirectory];

    /// <summary>Directories, files or addresses of stores, taken as they are.</summary>
    [Parameter(ParameterSetName = nameof(LiteralPath), Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LatestOfLiteralPath, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    /// <summary>Names, with wildcards.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BackupNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Only the newest that can be restored.</summary>
    [Parameter(ParameterSetName = LatestOfPath, Mandatory = true)]
    [Parameter(ParameterSetName = LatestOfLiteralPath, Mandatory = true)]
    public SwitchParameter Latest { get; set; }

    /// <summary>Only so many, the newest.</summary>
    [Parameter(ParameterSetName = nameof(Path))]
    [Parameter(ParameterSetName = nameof(LiteralPath))]
    [ValidateRange(1, int.MaxValue)]
    public int? Last { get; set; }

    /// <summary>Only those taken before an instant.</summary>
    [Parameter]
    [TimeWithZone]
    public DateTimeOffset? Before { get; set; }

    /// <summary>Only those taken after an instant.</summary>
    [Parameter]
    [TimeWithZone]
    public DateTimeOffset? After { get; set; }

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

    private protected override void Bind()
    {
        _host = new LocalHost(ProviderPath.Current(SessionState));
        _keys?.Dispose();
        _keys = GivenKeys.ToDecrypt(SessionState, IdentityFile, Identity, Passphrase);
        try
        {
            var (found, missing) = BackupPaths.Of(SessionState, null, LiteralPath, Path);
            _places.AddRange(found);
            _missing.AddRange(missing);
        }
        catch (DrException error)
        {
            // To ask whether something is there is no mistake, so -ErrorAction SilentlyContinue must do.
            _missing.Add(error);
        }
    }

    private protected override async Task EndAsync(CancellationToken cancellationToken)
    {
        foreach (var error in _missing) await WriteErrorAsync(error, null).ConfigureAwait(false);
        var filter = new BackupFilter { Name = Name, Latest = Latest, Last = Last, Before = Before, After = After };
        var found = new Dictionary<string, BackupSet>(StringComparer.Ordinal);
        foreach (var path in _places)
        {
            try
            {
                foreach (var set in await ReadAsync(path, filter, cancellationToken).ConfigureAwait(false)) found.TryAdd(set.Path, set);
            }
            catch (DrException error)
            {
                await WriteErrorAsync(error, path).ConfigureAwait(false);
            }
        }

        var listed = filter.Apply(found.Values);
        foreach (var set in listed) await WriteAsync(set).ConfigureAwait(false);
        if (listed.Count == 0 && _places.Count > 0 && NamesOne(out var what))
            await WriteErrorAsync(new DrException(ErrorTable.BackupNotFound, $"{what} was not found in {string.Join(", ", _places)}") { Subject = what }, null).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<BackupSet>> ReadAsync(string path, BackupFilter filter, CancellationToken cancellationToken)
    {
        var adapters = CompositionRoot.Create();
        await using var _ = adapters.ConfigureAwait(false);
        var place = BackupPlace.ForReading(path, adapters.Stores);
        await using var __ = place.ConfigureAwait(false);
        // Only keys that are given: a list must not fail for one that is not at hand.
        using var decryption = _keys is { Decryption.IsEmpty: false }
            ? await new KeyResolver(adapters.Cipher, _host).FindDecryptionAsync(_keys.Decryption, cancellationToken).ConfigureAwait(false) : null;
        var catalog = new BackupCatalog(place.Store, decryption);
        return place.Name is { } name ? [await catalog.GetAsync(name, cancellationToken).ConfigureAwait(false)]
            : await catalog.ListAsync(filter, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A list may be empty; one thing that was asked for may not be missing.</summary>
    private bool NamesOne(out string what)
    {
        what = Latest ? "a backup that can be restored" : Name.FirstOrDefault(name => !WildcardPattern.ContainsWildcardCharacters(name)) ?? "";
        return what.Length > 0;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _keys?.Dispose();
        base.Dispose(disposing);
    }
}
