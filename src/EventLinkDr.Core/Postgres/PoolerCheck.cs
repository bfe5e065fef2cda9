using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres;

/// <summary>Finds a pooler in between: it makes up the process id it gives at connect.</summary>
internal static class PoolerCheck
{
    /// <exception cref="DrException"><c>PoolerInBetween</c>.</exception>
    public static async Task EnsureDirectAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync("SELECT pg_catalog.pg_backend_pid()", cancellationToken).ConfigureAwait(false);
        var actual = rows[0].Get<int>(0);
        if (actual != session.ProcessId)
        {
            throw new DrException(ErrorTable.PoolerInBetween, "the connection goes through a pooler: snapshots, locks and session settings do not survive it")
            {
                Expected = $"server process {session.ProcessId}",
                Found = $"{actual}",
            };
        }
    }
}
