using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Recovery;

/// <summary>Looks whether a database holds anything.</summary>
internal static class DatabaseContent
{
    /// <returns>Number of its tables; null where there is no such database.</returns>
    /// <exception cref="DrException"><c>ServerUnreachable</c>.</exception>
    public static async Task<int?> CountTablesAsync(IPostgresServer server, string database, CancellationToken cancellationToken)
    {
        try
        {
            var session = await server.OpenAsync(new SessionOptions(database), cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                var rows = await session.QueryAsync(
                    """
                    SELECT count(*)::int FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
                    """, cancellationToken).ConfigureAwait(false);
                return rows[0].Get<int>(0);
            }
        }
        catch (DrException error) when (error.Kind == ErrorTable.DatabaseNotFound)
        {
            return null;
        }
    }

    public static async Task<bool> HasTablesAsync(IPostgresServer server, string database, CancellationToken cancellationToken) =>
        await CountTablesAsync(server, database, cancellationToken).ConfigureAwait(false) > 0;
}
