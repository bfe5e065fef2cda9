using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;
using EventLinkDr.Postgres.Snapshot;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Backup;

/// <summary>Makes a backup: data first under a temporary name, the manifest last.</summary>
/// <param name="deployment">The deployment to save.</param>
/// <param name="store">Where the backup goes.</param>
public sealed class BackupOperation(IDeployment deployment, IBackupStore store)
{
    private IPgDump? _dump;

    /// <summary>Looks at the database and says what would be done. Changes nothing.</summary>
    /// <exception cref="DrException"><c>ServerUnreachable</c>, <c>DatabaseNotFound</c>, <c>PgDumpUnsuitable</c>.</exception>
    public async Task<BackupPlan> PrepareAsync(BackupOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var database = deployment.Target.Database;
        var session = await deployment.Server.OpenAsync(new SessionOptions(database), cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await PoolerCheck.EnsureDirectAsync(session, cancellationToken).ConfigureAwait(false);
            var rows = await session.QueryAsync(
                """
                SELECT pg_catalog.pg_encoding_to_char(encoding)::text, pg_catalog.pg_database_size(oid)
                FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()
                """, cancellationToken).ConfigureAwait(false);
            var encoding = rows[0].Get<string>(0);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var listing = ListTablesAsync(database, encoding, stop.Token);
            var finding = FindDumpAsync(session.ServerVersion, stop.Token);
            await AllOrNone.RunAsync(stop, [listing, finding]).ConfigureAwait(false);
            var (tables, dump) = (await listing.ConfigureAwait(false), await finding.ConfigureAwait(false));
            var filter = new TableFilter(options.ExcludeTableData);
            return BackupPlanner.Plan(options, new BackupFacts(database, deployment.Server.Description, session.ServerVersion, dump.Description,
                dump.Version, encoding, rows[0].Get<long>(1), tables.Count(filter.Includes), store.Location, Environment.ProcessorCount));
        }
    }

    /// <summary>Makes the backup. On failure and when cancelled nothing of it stays.</summary>
    /// <exception cref="DrException">
    /// <c>ServerUnreachable</c>, <c>LockTimeout</c>, <c>SchemaKeepsChanging</c>, <c>PrivilegeMissing</c>, <c>PgDumpFailed</c>, <c>BackupExists</c>,
    /// <c>StoreFull</c>, <c>StoreUnavailable</c>, <c>RetentionUnsupported</c>.
    /// </exception>
    public async Task<BackupResult> RunAsync(BackupPlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        var clock = new PhaseClock(observer);
        var started = DateTimeOffset.UtcNow;
        var retainUntil = plan.Options.RetainUntil ?? started + plan.Options.RetainFor;
        var holdsNames = await CheckStoreAsync(retainUntil, observer, cancellationToken).ConfigureAwait(false);
        BackupManifest manifest;
        var file = await BackupFile.CreateAsync(store, plan, started, holdsNames, cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            manifest = await WriteDataAsync(plan, file, started, clock, cancellationToken).ConfigureAwait(false);
            using (clock.Phase("store")) await file.CompleteAsync(manifest, retainUntil, cancellationToken).ConfigureAwait(false);
        }

        if (!holdsNames) await NameReservation.RemoveLeftoversAsync(store, DateTimeOffset.UtcNow, cancellationToken).ConfigureAwait(false);
        var name = manifest.FileName;
        observer.Milestone($"backup {name} is complete");
        return new BackupResult
        {
            Backup = new BackupSet
            {
                Name = name, Path = store.PathOf(name), State = BackupState.Complete, Time = manifest.SnapshotTime, Size = manifest.FileLength,
                Database = manifest.Database, Revision = manifest.Revision, Manifest = manifest, Encrypted = plan.Options.Encryption is not null,
            },
            Rows = manifest.Tables.Sum(table => table.Rows),
            RawSize = manifest.Members.Sum(member => member.RawLength),
            Duration = DateTimeOffset.UtcNow - started,
            Phases = clock.Durations,
        };
    }

    /// <summary>Looks for it once: that starts programs.</summary>
    private async Task<IPgDump> FindDumpAsync(PostgresVersion server, CancellationToken cancellationToken)
    {
        if (_dump?.Version.Major != server.Major) _dump = await deployment.GetPgDumpAsync(server, cancellationToken).ConfigureAwait(false);
        return _dump;
    }

    private async Task<IReadOnlyList<SnapshotTable>> ListTablesAsync(string database, string encoding, CancellationToken cancellationToken)
    {
        // Names in a database without an encoding can be bytes that no other session could read.
        var session = await deployment.Server.OpenAsync(new SessionOptions(database) { TransparentEncoding = encoding }, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return await TableListing.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks the store what it can promise, before hours are spent on what it cannot.</summary>
    /// <returns>Whether it holds names that are being written.</returns>
    /// <exception cref="DrException"><c>RetentionUnsupported</c>, <c>StoreUnavailable</c>.</exception>
    private async Task<bool> CheckStoreAsync(DateTimeOffset? retainUntil, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var capabilities = await store.ProbeAsync(cancellationToken).ConfigureAwait(false);
        if (retainUntil is not null && !capabilities.Retains)
            throw new DrException(ErrorTable.RetentionUnsupported, $"{store.Location} cannot keep objects until a date") { Subject = store.Location };
        if (!capabilities.NeverReplaces)
            observer.Warning($"{store.Location} does not honour conditional requests: two writers of one name at the same instant may replace each other's backup");
        return capabilities.HoldsNames;
    }

    private async Task<BackupManifest> WriteDataAsync(BackupPlan plan, BackupFile output, DateTimeOffset started, PhaseClock clock,
        CancellationToken cancellationToken)
    {
        var dump = await FindDumpAsync(plan.Facts.ServerVersion, cancellationToken).ConfigureAwait(false);
        ConsistentSnapshot snapshot;
        using (clock.Phase("snapshot"))
        {
            snapshot = await ConsistentSnapshot.TakeAsync(deployment.Server,
                new SessionOptions(plan.Database) { TransparentEncoding = plan.Facts.Encoding, ApplicationName = "EventLinkDr backup" },
                plan.Options.LockTimeout, clock, cancellationToken).ConfigureAwait(false);
        }

        await using (snapshot.ConfigureAwait(false))
        {
            var facts = await ReadFactsAsync(plan, snapshot, cancellationToken).ConfigureAwait(false);
            using var file = new MemberFile(output.Content);
            var run = new BackupRun(deployment.Server, dump, plan, snapshot, file, clock);
            var written = await run.WriteAsync(cancellationToken).ConfigureAwait(false);
            var sha256 = await output.EndDataAsync(cancellationToken).ConfigureAwait(false);
            return new BackupManifest
            {
                Id = written.Id,
                FileName = output.Name,
                FileLength = output.Length,
                FileSha256 = sha256,
                ToolVersion = ToolVersion.Current,
                Engine = written.LargeObjects is null ? "parallel" : "parallel+pg_dump",
                Database = plan.Database,
                ServerVersion = plan.Facts.ServerVersion.ToString(),
                PgDumpVersion = dump.Version.ToString(),
                SystemIdentifier = facts.Database.SystemIdentifier,
                SnapshotTime = snapshot.Time,
                SnapshotLsn = snapshot.Lsn,
                Timeline = facts.Database.Timeline,
                Started = started,
                Finished = DateTimeOffset.UtcNow,
                Revision = facts.Database.Revision,
                NoOwner = plan.Options.NoOwner,
                NoPrivilege = plan.Options.NoPrivilege,
                ExcludedTableData = written.Excluded,
                Encoding = plan.Facts.Encoding,
                Properties = facts.Properties,
                Roles = facts.Database.Roles,
                Extensions = facts.Database.Extensions,
                Tables = written.Tables,
                Sequences = written.Sequences,
                LargeObjects = written.LargeObjects,
                Members = file.Members,
            };
        }
    }

    private async Task<(DatabaseFacts Database, DatabaseProperties Properties)> ReadFactsAsync(BackupPlan plan, ConsistentSnapshot snapshot,
        CancellationToken cancellationToken)
    {
        var session = await deployment.Server.OpenAsync(new SessionOptions(plan.Database), cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var facts = await DatabaseFacts.ReadAsync(session, snapshot, plan.Options.NoOwner, plan.Options.NoPrivilege, cancellationToken).ConfigureAwait(false);
            var properties = await DatabasePropertiesReader.ReadAsync(session, plan.Database, cancellationToken).ConfigureAwait(false)
                ?? throw new DrException(ErrorTable.DatabaseNotFound, $"the database {plan.Database} is gone");
            return (facts, properties);
        }
    }
}
