using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres.Dump;
using EventLinkDr.Postgres.Load;
using EventLinkDr.Postgres.Proof;
using EventLinkDr.Postgres;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Restore;

/// <summary>A plain SQL dump: a backup of ours, which its manifest proves, or anybody's.</summary>
internal sealed class DumpContent : IRestoreContent
{
    private readonly DumpSource _source;
    private readonly DumpFacts _dump;

    private DumpContent(DumpSource source, DumpFacts dump, BackupSet backup)
    {
        _source = source;
        _dump = dump;
        Facts = Gather(source.Manifest, dump, backup);
    }

    public ContentFacts Facts { get; }

    /// <summary>Reads what must be known before anything is created: a backup of ours without its rows, a foreign dump from front to back.</summary>
    /// <exception cref="DrException">Whatever makes the file unfit: <c>BackupTruncated</c>, <c>BackupCorrupt</c>, <c>DumpForbidden</c> and others.</exception>
    public static async Task<IRestoreContent> OpenAsync(
        IBackupStore store, BackupSet backup, BackupDecryption? decryption, IOperationObserver observer, CancellationToken cancellationToken)
    {
        if (backup.Encrypted)
        {
            if (decryption is null) throw EncryptedSet.NoKey(backup);
            backup = await EncryptedSet.OpenAsync(store, backup, decryption, cancellationToken).ConfigureAwait(false);
            store = new UnsealedStore(store, decryption);
        }

        RestorePreconditions.CheckBackup(backup);
        DumpSource source = backup.Manifest is { } manifest ? new BackupDumpSource(store, manifest, backup.Name)
            : await ForeignDumpSource.FindAsync(store, backup.Name, cancellationToken).ConfigureAwait(false);
        return new DumpContent(source, await DumpInspector.InspectAsync(source, observer, cancellationToken).ConfigureAwait(false), backup);
    }

    public Task<LoadResult> LoadAsync(IPostgresServer server, string database, LoadOptions options, IOperationObserver observer, CancellationToken cancellationToken) =>
        new DumpLoader(_source, _dump, options, observer).LoadAsync(server, database, cancellationToken);

    public Task<LoadResult> LoadAsync(IPostgresSession session, LoadOptions options, IOperationObserver observer, CancellationToken cancellationToken) =>
        new DumpLoader(_source, _dump, options, observer).LoadAsync(session, cancellationToken);

    public Task<ProofReport> ProveAsync(IPostgresServer server, string database, LoadOptions options, LoadResult loaded, IOperationObserver observer,
        CancellationToken cancellationToken) =>
        _source.Manifest is { } manifest
            ? new DatabaseProof(manifest, Scope(options, loaded), observer).ReadAsync(server, database, options.Jobs, cancellationToken)
            : new SentRowsProof(Sent(loaded), observer).ReadAsync(server, database, options.Jobs, cancellationToken);

    public Task<ProofReport> ProveAsync(IPostgresSession session, LoadOptions options, LoadResult loaded, IOperationObserver observer, CancellationToken cancellationToken) =>
        _source.Manifest is { } manifest
            ? new DatabaseProof(manifest, Scope(options, loaded), observer).ReadAsync(session, cancellationToken)
            : new SentRowsProof(Sent(loaded), observer).ReadAsync(session, cancellationToken);

    private static ContentFacts Gather(BackupManifest? manifest, DumpFacts dump, BackupSet backup) => new()
    {
        Backup = backup with { Revision = backup.Revision ?? dump.Revision },
        ServerVersion = manifest is null ? dump.ServerVersion : PostgresVersion.Find(manifest.ServerVersion),
        Encoding = manifest?.Encoding ?? dump.ClientEncoding,
        Roles = [.. dump.Roles.Union(manifest?.Roles ?? [], StringComparer.Ordinal)],
        Extensions = [.. dump.Extensions.Union(manifest?.Extensions.Keys ?? [], StringComparer.Ordinal)],
        Tables = [.. dump.DefinedTables.Union(dump.Tables.Select(table => table.Name)).Select(table => table.ToString())],
        HasLargeObjects = dump.LargeObjects > 0,
        RowBytes = dump.Tables.Sum(table => table.Bytes),
        Properties = manifest?.Properties,
        DatabaseStatements = dump.DatabaseStatements,
    };

    /// <summary>Of chosen tables only those are compared that were loaded; the others are there and empty.</summary>
    private static ProofScope Scope(LoadOptions options, LoadResult loaded)
    {
        if (options.Tables.Count == 0) return ProofScope.Whole;
        var tables = loaded.Tables.Select(table => (table.Schema, table.Name)).ToHashSet();
        return new ProofScope(table => tables.Contains((table.Schema, table.Name)), _ => false, LargeObjects: false);
    }

    private static Dictionary<QualifiedName, long> Sent(LoadResult loaded) =>
        loaded.Tables.ToDictionary(table => new QualifiedName(table.Schema.Length == 0 ? null : table.Schema, table.Name), table => table.Rows);
}
