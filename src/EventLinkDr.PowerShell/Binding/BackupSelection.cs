using System.Management.Automation;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Binding;

/// <summary>What a command that acts at its end was told to act on: backups, and whole places of them.</summary>
internal sealed class BackupSelection
{
    private readonly List<string> _paths = [];
    private readonly List<DrException> _missing = [];

    /// <summary>Where backups are when nobody says where.</summary>
    public static string[] Usual { get; } = [BackupPlace.DefaultDirectory];

    /// <summary>Whether nothing came: an empty pipeline is no mistake.</summary>
    public bool IsEmpty => _paths.Count == 0 && _missing.Count == 0;

    /// <summary>An error for each item that leads nowhere.</summary>
    public IReadOnlyList<DrException> Missing => _missing;

    /// <summary>Takes what one record brought: an object from the pipeline, else paths. Only on the pipeline's thread.</summary>
    /// <exception cref="DrException"><c>BackupNotFound</c>, <c>StoreUnavailable</c>.</exception>
    public void Add(SessionState session, BackupSet? backup, string[]? literalPath, string[]? path)
    {
        var (found, missing) = BackupPaths.Of(session, backup, literalPath, path);
        _paths.AddRange(found);
        _missing.AddRange(missing);
    }

    /// <summary>Each place with the names of data files in it; none for the whole place. The caller closes the stores.</summary>
    /// <exception cref="DrException"><c>BackupNotFound</c>, <c>LocationInvalid</c>, <c>StoreCredentialMissing</c>.</exception>
    public IReadOnlyList<(IBackupStore Store, IReadOnlyList<string> Names)> Open(IStoreOpener stores)
    {
        var places = new Dictionary<string, (IBackupStore Store, List<string> Names)>(StringComparer.Ordinal);
        var whole = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in _paths)
        {
            var place = BackupPlace.ForReading(path, stores);
            if (!places.TryGetValue(place.Store.Location, out var known)) places[place.Store.Location] = known = (place.Store, []);
            if (place.Name is null) whole.Add(place.Store.Location);
            else known.Names.Add(place.Name);
        }

        return [.. places.Select(place => (place.Value.Store, (IReadOnlyList<string>)(whole.Contains(place.Key) ? [] : place.Value.Names)))];
    }
}
