using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Databases;

/// <summary>Ends the sessions in databases over and over, from a session elsewhere, until it is disposed.</summary>
internal sealed class SessionEnder : IAsyncDisposable
{
    private const string Victims =
        "FROM pg_stat_activity WHERE datid::bigint = ANY($1) AND pid <> ALL($2) AND backend_type IS DISTINCT FROM 'autovacuum worker'";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly IPostgresSession _session;
    private readonly long[] _databases;
    private readonly int[] _except;
    private readonly CancellationTokenSource _stop;
    private readonly Task _work;
    private volatile bool _refused;

    private SessionEnder(IPostgresSession session, IEnumerable<uint> databases, IEnumerable<int> except, CancellationToken cancellationToken)
    {
        _session = session;
        _databases = [.. databases.Select(oid => (long)oid)];
        _except = [.. except, session.ProcessId];
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _work = Task.Run(() => RunAsync(_stop.Token), CancellationToken.None);
    }

    /// <summary>Whether the server refused to let us end a session.</summary>
    public bool Refused => _refused;

    /// <summary>Begins.</summary>
    /// <param name="server">The server.</param>
    /// <param name="name">Name of a database not to connect to.</param>
    /// <param name="databases">OIDs of the databases to be emptied.</param>
    /// <param name="except">Server processes to be left alone.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<SessionEnder> StartAsync(IPostgresServer server, string name, IEnumerable<uint> databases, IEnumerable<int> except,
        CancellationToken cancellationToken) =>
        new(await MaintenanceSession.OpenAsync(server, name, cancellationToken).ConfigureAwait(false), databases, except, cancellationToken);

    /// <summary>Who is connected to databases, for a message: <c>psql of ana (2), a prepared transaction</c>; null when nobody is.</summary>
    public static async Task<string?> DescribeAsync(IPostgresSession session, IEnumerable<uint> databases, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(
            """
            SELECT coalesce(nullif(application_name, ''), backend_type, 'a session') || coalesce(' of ' || usename, '') || CASE WHEN count(*) > 1 THEN ' (' || count(*) || ')' ELSE '' END
            FROM pg_stat_activity WHERE datid::bigint = ANY($1) AND backend_type IS DISTINCT FROM 'autovacuum worker' GROUP BY application_name, backend_type, usename
            UNION ALL
            SELECT 'prepared transaction ' || gid FROM pg_prepared_xacts x JOIN pg_database d ON d.datname = x.database WHERE d.oid::bigint = ANY($1)
            """, cancellationToken, databases.Select(oid => (long)oid).ToArray()).ConfigureAwait(false);
        return rows.Count == 0 ? null : string.Join(", ", rows.Select(row => row.Get<string>(0)));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        await _session.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await EndAsync(cancellationToken).ConfigureAwait(false);
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or DrException)
        {
            // Stopped, or the server is gone; whoever waits for the sessions to end notices by itself.
        }
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _session.QueryAsync($"SELECT pg_terminate_backend(pid) {Victims}", cancellationToken, _databases, _except).ConfigureAwait(false);
        }
        catch (PostgresErrorException error) when (error.SqlState == "42501")
        {
            // One session we may not end must not protect the others.
            _refused = true;
            foreach (var row in await _session.QueryAsync($"SELECT pid {Victims}", cancellationToken, _databases, _except).ConfigureAwait(false))
                await EndOneAsync(row.Get<int>(0), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task EndOneAsync(int process, CancellationToken cancellationToken)
    {
        try
        {
            await _session.QueryAsync("SELECT pg_terminate_backend($1)", cancellationToken, process).ConfigureAwait(false);
        }
        catch (PostgresErrorException error) when (error.SqlState == "42501")
        {
            // Said already.
        }
    }
}
