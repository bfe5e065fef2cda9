using EventLinkDr.Model;

namespace EventLinkDr.Postgres.Dump;

/// <summary>Where a dump is read from: a backup of ours, whose parts are known, or any other file, which is one stream.</summary>
internal abstract class DumpSource
{
    /// <summary>Name of the file.</summary>
    public abstract string Name { get; }

    /// <summary>Length of the file in bytes.</summary>
    public abstract long Length { get; }

    /// <summary>The manifest; null for a foreign dump.</summary>
    public abstract BackupManifest? Manifest { get; }

    /// <summary>The parts in the order they run: one for a foreign dump.</summary>
    public abstract IReadOnlyList<DumpPart> Parts { get; }

    /// <summary>Opens a part's text. Reading blocks; it ends when the token is cancelled.</summary>
    /// <exception cref="Diagnostics.DrException">
    /// <c>BackupNotFound</c>, <c>StoreUnavailable</c>, <c>BackupNotADump</c>, <c>BackupTruncated</c>, <c>BackupCorrupt</c>.
    /// </exception>
    public abstract Task<Stream> OpenAsync(DumpPart part, CancellationToken cancellationToken);

    /// <summary>Bytes of the file behind what was read of an open part, for progress.</summary>
    public abstract long FilePosition(Stream open);
}
