using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Databases;

/// <summary>
/// Says to every other command that this run is alive and replaces this database. Held by a session of its own: killed in whatever way, the server lets go.
/// </summary>
internal sealed class RunLock : IAsyncDisposable
{
    // A host that vanishes without a word is noticed within a minute.
    private const string KeepAlive =
        "SELECT set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false), set_config('tcp_keepalives_count', '3', false)";

    private readonly IPostgresSession _session;
    private readonly string _database;

    private RunLock(IPostgresSession session, string database)
    {
        _session = session;
        _database = database;
    }

    /// <summary>Id of the run; stands in the marks.</summary>
    public Guid Run { get; } = Guid.NewGuid();

    /// <summary>The server process that holds it.</summary>
    public int ProcessId => _session.ProcessId;

    /// <exception cref="DrException"><c>RestoreInProgress</c>.</exception>
    public static async Task<RunLock> AcquireAsync(IPostgresServer server, string database, CancellationToken cancellationToken) =>
        await TryAcquireAsync(server, database, cancellationToken).ConfigureAwait(false)
        ?? throw new DrException(ErrorTable.RestoreInProgress, $"another restore, undo, switch or schema update of {database} is running on {server.Description}") { Subject = database };

    /// <returns>Null when somebody else is at work on the database.</returns>
    public static async Task<RunLock?> TryAcquireAsync(IPostgresServer server, string database, CancellationToken cancellationToken)
    {
        var session = await MaintenanceSession.OpenAsync(server, database, cancellationToken).ConfigureAwait(false);
        var acquired = new RunLock(session, database);
        try
        {
            await session.QueryAsync(KeepAlive, cancellationToken).ConfigureAwait(false);
            if (await acquired.TakeAsync(cancellationToken).ConfigureAwait(false)) return acquired;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await session.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    /// <summary>Whether somebody is at work on the database.</summary>
    public static async Task<bool> IsHeldAsync(IPostgresSession session, string database, CancellationToken cancellationToken) =>
        (await AdvisoryKey.ListHeldAsync(session, session.ProcessId, cancellationToken).ConfigureAwait(false)).Contains(AdvisoryKey.OfDatabase(database));

    /// <summary>Takes over an earlier run that is dead, for the time this lock lives.</summary>
    /// <returns>False when that run lives, or somebody else has taken it over.</returns>
    public async Task<bool> TryTakeOverAsync(Guid run, CancellationToken cancellationToken)
    {
        var key = AdvisoryKey.OfRun(run);
        var rows = await _session.QueryAsync("SELECT pg_try_advisory_lock($1)", cancellationToken, key).ConfigureAwait(false);
        if (!rows[0].Get<bool>(0)) return false;
        return !(await AdvisoryKey.ListHeldAsync(_session, _session.ProcessId, cancellationToken).ConfigureAwait(false)).Contains(key);
    }

    /// <summary>Makes sure before a step without return that nobody can have taken us for dead.</summary>
    /// <exception cref="DrException"><c>ServerUnreachable</c>: the session that holds the lock was lost.</exception>
    public async Task EnsureHeldAsync(CancellationToken cancellationToken)
    {
        var rows = await _session.QueryAsync("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_backend_pid()", cancellationToken)
            .ConfigureAwait(false);
        if (rows[0].Get<long>(0) < 2)
            throw new DrException(ErrorTable.ServerUnreachable, $"the lock that reserves {_database} for this run was lost") { Subject = _database };
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private async Task<bool> TakeAsync(CancellationToken cancellationToken)
    {
        var target = AdvisoryKey.OfDatabase(_database);
        var rows = await _session.QueryAsync("SELECT pg_try_advisory_lock($1)", cancellationToken, target).ConfigureAwait(false);
        if (!rows[0].Get<bool>(0)) return false;
        await _session.QueryAsync("SELECT pg_advisory_lock($1)", cancellationToken, AdvisoryKey.OfRun(Run)).ConfigureAwait(false);
        // Somebody who works from another database may hold the same key; when both look, both give way.
        return !(await AdvisoryKey.ListHeldAsync(_session, _session.ProcessId, cancellationToken).ConfigureAwait(false)).Contains(target);
    }
}
