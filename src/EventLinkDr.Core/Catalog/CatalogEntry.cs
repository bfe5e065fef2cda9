using EventLinkDr.Storage;

namespace EventLinkDr.Catalog;

/// <summary>A data file and its manifest; one of them may be missing.</summary>
internal sealed record CatalogEntry(StoredObject? Data, StoredObject? Manifest)
{
    /// <summary>How far the time in a name may lie from that of the snapshot: two clocks may differ, and a backup may wait for its locks.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromDays(1);

    /// <summary>What their names have in common.</summary>
    public string BaseName => Manifest is null ? ManifestSerializer.BaseName(Data!.Name) : Manifest.Name[..^ManifestSerializer.Suffix.Length];

    /// <summary>The time that the name states; null when it states none.</summary>
    private DateTimeOffset? Stated => BackupName.TimeOf(BaseName);

    /// <summary>The earliest time the backup can have, as far as can be told without reading it.</summary>
    public DateTimeOffset Earliest => Manifest is null ? Stated ?? Data!.Modified : Stated is { } time && time > DateTimeOffset.MinValue + Tolerance ? time - Tolerance : DateTimeOffset.MinValue;

    /// <summary>The latest time the backup can have, as far as can be told without reading it.</summary>
    public DateTimeOffset Latest => Manifest is null ? Stated ?? Data!.Modified : Stated is { } time && time < DateTimeOffset.MaxValue - Tolerance ? time + Tolerance : DateTimeOffset.MaxValue;

    /// <summary>Whether it is worth reading for a listing; a missing data file's name stands in the manifest.</summary>
    public bool MayFit(BackupFilter filter) => (Data is null || NamePattern.Fits(Data.Name, filter.Name))
        && (filter.Before is not { } before || Earliest < before) && (filter.After is not { } after || Latest > after);
}
