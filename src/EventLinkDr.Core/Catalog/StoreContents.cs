using EventLinkDr.Model;
using EventLinkDr.Storage;

namespace EventLinkDr.Catalog;

/// <summary>The files of a store, sorted by what they belong to.</summary>
internal sealed class StoreContents
{
    private readonly Dictionary<string, StoredObject> _files = new(StringComparer.Ordinal);
    private readonly ILookup<string, StoredObject> _proofs;

    private StoreContents(IReadOnlyCollection<StoredObject> files)
    {
        foreach (var file in files) _files[file.Name] = file;
        _proofs = files.Where(file => ProofSidecar.BaseOf(file.Name) is not null).ToLookup(file => ProofSidecar.BaseOf(file.Name)!, StringComparer.Ordinal);
        Entries = Pair(files);
    }

    /// <summary>Data files and manifests, paired by name.</summary>
    public IReadOnlyList<CatalogEntry> Entries { get; }

    public static async Task<StoreContents> ReadAsync(IBackupStore store, CancellationToken cancellationToken)
    {
        var files = new List<StoredObject>();
        await foreach (var file in store.ListAsync(cancellationToken).ConfigureAwait(false)) files.Add(file);
        return new StoreContents(files);
    }

    public StoredObject? Find(string name) => _files.GetValueOrDefault(name);

    public bool IsPinned(string baseName) => _files.ContainsKey(baseName + PinSidecar.Suffix);

    /// <summary>Proof sidecars of a backup, newest first by the stamps in their names: of one second the second is <c>…-2</c>, the third <c>…-3</c>.</summary>
    public IEnumerable<StoredObject> ProofsOf(string baseName) => _proofs[baseName].OrderByDescending(file => StampOf(file.Name), StringComparer.Ordinal)
        .ThenByDescending(file => file.Name.Length).ThenByDescending(file => file.Name, StringComparer.Ordinal);

    /// <summary>A file of any name, for those who name it outright.</summary>
    public CatalogEntry? EntryOfAnyFile(string name) => Find(name) is { } file ? new CatalogEntry(file, null) : null;

    /// <summary>The name as far as its second: stamps end in Z, and what numbers those of one second follows it.</summary>
    private static string StampOf(string name) => name[..(name.LastIndexOf('Z') + 1)];

    private static List<CatalogEntry> Pair(IReadOnlyCollection<StoredObject> files)
    {
        var data = files.Where(file => DataFileName.Is(file.Name)).ToDictionary(file => file.Name, StringComparer.Ordinal);
        var entries = new List<CatalogEntry>();
        foreach (var manifest in files.Where(file => file.Name.EndsWith(ManifestSerializer.Suffix, StringComparison.Ordinal)))
        {
            var baseName = manifest.Name[..^ManifestSerializer.Suffix.Length];
            var own = DataFileName.ForBase(baseName).Select(name => data.GetValueOrDefault(name)).FirstOrDefault(file => file is not null);
            if (own is not null) data.Remove(own.Name);
            entries.Add(new CatalogEntry(own, manifest));
        }

        entries.AddRange(data.Values.Select(file => new CatalogEntry(file, null)));
        return entries;
    }
}
