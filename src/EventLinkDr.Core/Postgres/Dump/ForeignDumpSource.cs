using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Postgres.Dump;

/// <summary>A dump that somebody else made: <c>.sql</c> or gzip, read from front to back.</summary>
internal sealed class ForeignDumpSource : DumpSource
{
    private readonly IBackupStore _store;

    private ForeignDumpSource(IBackupStore store, StoredObject file)
    {
        _store = store;
        Name = file.Name;
        Length = file.Length;
        Parts = [new DumpPart(null, null, null)];
    }

    public override string Name { get; }

    public override long Length { get; }

    public override BackupManifest? Manifest => null;

    public override IReadOnlyList<DumpPart> Parts { get; }

    /// <summary>Finds the file.</summary>
    /// <exception cref="DrException"><c>BackupNotFound</c>, <c>StoreUnavailable</c>.</exception>
    public static async Task<ForeignDumpSource> FindAsync(IBackupStore store, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        var file = await store.StatAsync(name, cancellationToken).ConfigureAwait(false)
            ?? throw new DrException(ErrorTable.BackupNotFound, $"{store.PathOf(name)} does not exist") { Subject = name };
        return new ForeignDumpSource(store, file);
    }

    public override async Task<Stream> OpenAsync(DumpPart part, CancellationToken cancellationToken)
    {
        var content = new AbortableStream(await _store.OpenReadAsync(Name, 0, cancellationToken).ConfigureAwait(false), cancellationToken);
        return DumpText.Open(content);
    }

    public override long FilePosition(Stream open) => ((DumpText)open).FilePosition;
}
