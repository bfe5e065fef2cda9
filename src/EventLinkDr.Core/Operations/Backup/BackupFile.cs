using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Backup;

/// <summary>
/// The two files of a backup being made: the data on its way into the store, encrypted where that was asked for, then the manifest. Disposed
/// before it is completed, nothing of it stays.
/// </summary>
internal sealed class BackupFile : IAsyncDisposable
{
    private readonly IBackupStore _store;
    private readonly BackupOptions _options;
    private readonly NameReservation? _reservation;
    private readonly IStoreWriter _writer;
    private readonly DigestStream _stored;
    private EncryptingStream? _encrypting;

    private BackupFile(IBackupStore store, BackupOptions options, string name, NameReservation? reservation, IStoreWriter writer)
    {
        _store = store;
        _options = options;
        _reservation = reservation;
        _writer = writer;
        _stored = new DigestStream(writer.Content);
        Name = name;
    }

    /// <summary>File name of the data.</summary>
    public string Name { get; }

    /// <summary>Takes the text of the backup, compressed.</summary>
    public Stream Content => (Stream?)_encrypting ?? _stored;

    /// <summary>Length of the data as it is stored.</summary>
    public long Length => _stored.Length;

    /// <summary>Finds a free name and begins.</summary>
    /// <exception cref="DrException"><c>BackupExists</c>, <c>StoreUnavailable</c>, <c>StoreFull</c>, <c>MemoryShort</c>.</exception>
    public static async Task<BackupFile> CreateAsync(IBackupStore store, BackupPlan plan, DateTimeOffset started, bool holdsNames, CancellationToken cancellationToken)
    {
        BackupFile file;
        if (plan.Options.FileName is { } wanted)
        {
            file = new BackupFile(store, plan.Options, wanted, null, await store.CreateAsync(wanted, plan.Options.Force, cancellationToken).ConfigureAwait(false));
        }
        else
        {
            var (reservation, writer) = await NameReservation.TakeAsync(
                store, attempt => BackupName.For(plan.Database, started, attempt) + plan.Options.Encryption?.FileExtension, holdsNames, cancellationToken).ConfigureAwait(false);
            file = new BackupFile(store, plan.Options, reservation.Name, reservation, writer);
        }

        try
        {
            if (plan.Options.Encryption is { } encryption)
            {
                file._encrypting = await encryption.EncryptAsync(file._stored, cancellationToken).ConfigureAwait(false);
                // The manifest is a file of its own, and is written when everything else is done.
                encryption.Prepare();
            }

            return file;
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends the data.</summary>
    /// <returns>SHA-256 of what is stored.</returns>
    public async Task<string> EndDataAsync(CancellationToken cancellationToken)
    {
        if (_encrypting is not null) await _encrypting.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return _stored.FinishHash();
    }

    /// <summary>Makes the data visible, then writes the manifest: with it the backup is complete.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="retainUntil">Until when the store keeps both; null for no such date.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task CompleteAsync(BackupManifest manifest, DateTimeOffset? retainUntil, CancellationToken cancellationToken)
    {
        var manifestName = ManifestSerializer.NameFor(Name);
        // Prepared first: a passphrase takes its time, and between the two files there should be none.
        var content = await ManifestSeal.WriteAsync(manifest, _options.Encryption, cancellationToken).ConfigureAwait(false);
        if (_options.Force) await _store.DeleteAsync(manifestName, cancellationToken).ConfigureAwait(false);
        await _writer.CommitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await StoredFile.EnsureArrivedAsync(_store, Name, Length, cancellationToken).ConfigureAwait(false);
            if (retainUntil is { } until) await _store.RetainAsync(Name, until, cancellationToken).ConfigureAwait(false);
            await StoredFile.WriteAsync(_store, manifestName, content, replace: false, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Without its manifest the data is no backup.
            await DeleteDataAsync().ConfigureAwait(false);
            throw;
        }

        if (retainUntil is { } date) await _store.RetainAsync(manifestName, date, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (_encrypting is not null) await _encrypting.DisposeAsync().ConfigureAwait(false);
        await _stored.DisposeAsync().ConfigureAwait(false);
        await _writer.DisposeAsync().ConfigureAwait(false);
        if (_reservation is not null) await _reservation.DisposeAsync().ConfigureAwait(false);
    }

    private async Task DeleteDataAsync()
    {
        try
        {
            await _store.DeleteAsync(Name, CancellationToken.None).ConfigureAwait(false);
        }
        catch (DrException)
        {
            // What went wrong before is what matters; data without a manifest is listed as incomplete.
        }
    }
}
