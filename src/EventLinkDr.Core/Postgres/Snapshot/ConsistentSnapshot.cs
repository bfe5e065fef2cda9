using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Snapshot;

/// <summary>
/// An exported snapshot with every table it covers locked against changes of shape. The locks come first: a snapshot taken before them
/// reads a table that is truncated in between as empty.
/// </summary>
internal sealed class ConsistentSnapshot : IAsyncDisposable
{
    private const int Attempts = 10;
    private const int TablesPerLock = 500;

    private ConsistentSnapshot(IPostgresSession session, IReadOnlyList<SnapshotTable> tables, PostgresRow row)
    {
        Session = session;
        Tables = tables;
        Id = row.Get<string>(0);
        Time = new DateTimeOffset(row.Get<DateTime>(1), TimeSpan.Zero);
        Lsn = row.Text(2) ?? "0/0";
    }

    /// <summary>The session that holds snapshot and locks; usable for reading by one thread.</summary>
    public IPostgresSession Session { get; }

    /// <summary>The tables.</summary>
    public IReadOnlyList<SnapshotTable> Tables { get; }

    /// <summary>Name for <c>SET TRANSACTION SNAPSHOT</c> and <c>pg_dump --snapshot</c>.</summary>
    public string Id { get; }

    /// <summary>When it was taken, by the server's clock (UTC).</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The position in the write-ahead log.</summary>
    public string Lsn { get; }

    /// <exception cref="DrException"><c>SchemaKeepsChanging</c>, <c>LockTimeout</c>, <c>PrivilegeMissing</c>.</exception>
    public static async Task<ConsistentSnapshot> TakeAsync(IPostgresServer server, SessionOptions options, TimeSpan lockTimeout,
        IOperationObserver observer, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var session = await server.OpenAsync(options, cancellationToken).ConfigureAwait(false);
            try
            {
                await PoolerCheck.EnsureDirectAsync(session, cancellationToken).ConfigureAwait(false);
                if (await TryTakeAsync(session, lockTimeout, cancellationToken).ConfigureAwait(false) is { } snapshot) return snapshot;
            }
            catch (PostgresErrorException error) when (error.SqlState is "42P01" or "3F000" && attempt < Attempts)
            {
                // A listed table was dropped before it could be locked.
            }
            catch
            {
                await session.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            await session.DisposeAsync().ConfigureAwait(false);
            if (attempt >= Attempts)
                throw new DrException(ErrorTable.SchemaKeepsChanging, $"tables of {options.Database} changed {Attempts} times while they were being locked");
            observer.Decision($"tables changed while they were being locked; attempt {attempt + 1} of {Attempts}");
        }
    }

    /// <summary>Makes another session read the same snapshot.</summary>
    public async Task JoinAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync($"SET TRANSACTION SNAPSHOT {Sql.Text(Id)}", cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => Session.DisposeAsync();

    private static async Task<ConsistentSnapshot?> TryTakeAsync(IPostgresSession session, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        var before = await TableListing.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync($"SET LOCAL lock_timeout = {(long)lockTimeout.TotalMilliseconds}", cancellationToken).ConfigureAwait(false);
        foreach (var batch in before.Chunk(TablesPerLock))
        {
            var names = string.Join(", ", batch.Select(table => "ONLY " + table.Qualified));
            await session.ExecuteAsync($"LOCK TABLE {names} IN ACCESS SHARE MODE", cancellationToken).ConfigureAwait(false);
        }

        var rows = await session.QueryAsync(
            """
            SELECT pg_catalog.pg_export_snapshot(), pg_catalog.statement_timestamp(),
              (CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn() ELSE pg_catalog.pg_current_wal_insert_lsn() END)::text
            """, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("SET LOCAL lock_timeout = 0", cancellationToken).ConfigureAwait(false);
        var after = await TableListing.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        return before.SequenceEqual(after) ? new ConsistentSnapshot(session, after, rows[0]) : null;
    }
}
