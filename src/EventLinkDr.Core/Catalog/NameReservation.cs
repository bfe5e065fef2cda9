using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Catalog;

/// <summary>
/// A name of a new backup that nobody else takes while it is being written. Object stores decide about a name when the object is complete,
/// hours too late: there a small object, <c>.&lt;same&gt;.writing</c>, stands for it meanwhile.
/// </summary>
internal sealed class NameReservation : IAsyncDisposable
{
    private const string Ending = ".writing";
    private const int MostNames = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestBackup = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestCompletion = TimeSpan.FromHours(1);

    private readonly IBackupStore _store;
    private readonly string? _marker;

    private NameReservation(IBackupStore store, string name, string? marker)
    {
        _store = store;
        _marker = marker;
        Name = name;
    }

    /// <summary>File name of the data.</summary>
    public string Name { get; }

    /// <summary>Takes the first name that is free, and begins the data file under it.</summary>
    /// <param name="store">The place.</param>
    /// <param name="nameOf">The name to try for the first, second, … time.</param>
    /// <param name="holdsNames">Whether the store itself holds names that are being written.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>BackupExists</c>, <c>StoreUnavailable</c>, <c>StoreFull</c>.</exception>
    public static async Task<(NameReservation Reservation, IStoreWriter Writer)> TakeAsync(
        IBackupStore store, Func<int, string> nameOf, bool holdsNames, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var name = nameOf(attempt);
            try
            {
                if (await IsTakenAsync(store, name, cancellationToken).ConfigureAwait(false)) continue;
                var marker = holdsNames ? null : await MarkAsync(store, name, cancellationToken).ConfigureAwait(false);
                return await BeginAsync(new NameReservation(store, name, marker), cancellationToken).ConfigureAwait(false);
            }
            catch (DrException error) when (error.Kind == ErrorTable.BackupExists && attempt < MostNames)
            {
                // The next number, then.
            }
        }
    }

    /// <summary>
    /// Removes what runs left behind that were killed: data whose manifest should have followed within seconds, and names that nobody holds any
    /// more. It harms nobody that they are there, so neither does a failure here.
    /// </summary>
    public static async Task RemoveLeftoversAsync(IBackupStore store, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            var files = new Dictionary<string, StoredObject>(StringComparer.Ordinal);
            await foreach (var file in store.ListAsync(cancellationToken).ConfigureAwait(false)) files[file.Name] = file;
            foreach (var marker in files.Values.Where(file => Is(file.Name)))
            {
                var baseName = marker.Name[1..^Ending.Length];
                var data = DataFileName.ForBase(baseName).Select(files.GetValueOrDefault).FirstOrDefault(file => file is not null);
                var isWhole = data is not null && files.ContainsKey(baseName + ManifestSerializer.Suffix);
                if (now - (data ?? marker).Modified < (data is null ? LongestBackup : LongestCompletion)) continue;
                if (data is not null && !isWhole) await store.DeleteAsync(data.Name, cancellationToken).ConfigureAwait(false);
                await store.DeleteAsync(marker.Name, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (DrException)
        {
            // The right to list or to delete may be missing.
        }
    }

    /// <summary>Whether an object only stands for a backup that is being written.</summary>
    public static bool Is(string name) => name.StartsWith('.') && name.EndsWith(Ending, StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        if (_marker is null) return;
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            await _store.DeleteAsync(_marker, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is DrException or OperationCanceledException)
        {
            // It takes one name of one second, and a later run removes it.
        }
    }

    private static async Task<bool> IsTakenAsync(IBackupStore store, string name, CancellationToken cancellationToken)
    {
        if (await store.StatAsync(ManifestSerializer.NameFor(name), cancellationToken).ConfigureAwait(false) is not null) return true;
        foreach (var other in DataFileName.ForBase(ManifestSerializer.BaseName(name)))
            if (await store.StatAsync(other, cancellationToken).ConfigureAwait(false) is not null) return true;
        return false;
    }

    private static async Task<string> MarkAsync(IBackupStore store, string name, CancellationToken cancellationToken)
    {
        var marker = $".{ManifestSerializer.BaseName(name)}{Ending}";
        var writer = await store.CreateAsync(marker, replace: false, cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false)) await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
        return marker;
    }

    private static async Task<(NameReservation Reservation, IStoreWriter Writer)> BeginAsync(NameReservation reservation, CancellationToken cancellationToken)
    {
        try
        {
            return (reservation, await reservation._store.CreateAsync(reservation.Name, replace: false, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            await reservation.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
