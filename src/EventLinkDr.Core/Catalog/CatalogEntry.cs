using EventLinkDr.Storage;

namespace EventLinkDr.Catalog;

/// <summary>A data file and its manifest; one of them may be missing.</summary>
internal sealed record CatalogEntry(StoredObject? Data, StoredObject? Manifest)
{
    /// <summary>What their names have in common.</summary>
    public string BaseName => Manifest is null ? ManifestSerializer.BaseName(Data!.Name) : Manifest.Name[..^ManifestSerializer.Suffix.Length];

    /// <summary>Whether it is worth reading when only these names are wanted; a missing data file's name stands in the manifest.</summary>
    public bool MayFit(IReadOnlyList<string> patterns) => Data is null || NamePattern.Fits(Data.Name, patterns);
}
