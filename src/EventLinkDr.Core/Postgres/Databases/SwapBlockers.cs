using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Databases;

/// <summary>What keeps a database from being renamed, or would go on working on the wrong one after it.</summary>
/// <param name="PreparedTransactions">Prepared transactions.</param>
/// <param name="LogicalSlots">Logical replication slots.</param>
/// <param name="Subscriptions">Subscriptions.</param>
internal sealed record SwapBlockers(IReadOnlyList<string> PreparedTransactions, IReadOnlyList<string> LogicalSlots, IReadOnlyList<string> Subscriptions)
{
    /// <summary>Reads them from the shared catalogs.</summary>
    public static async Task<SwapBlockers> ReadAsync(IPostgresSession session, DatabaseIdentity database, CancellationToken cancellationToken)
    {
        var prepared = await session.QueryAsync("SELECT gid FROM pg_prepared_xacts WHERE database = $1 ORDER BY 1", cancellationToken, database.Name).ConfigureAwait(false);
        var slots = await session.QueryAsync("SELECT slot_name::text FROM pg_replication_slots WHERE database = $1 ORDER BY 1", cancellationToken, database.Name)
            .ConfigureAwait(false);
        var subscriptions = await session.QueryAsync("SELECT subname::text FROM pg_subscription WHERE subdbid::bigint = $1 ORDER BY 1", cancellationToken, (long)database.Oid)
            .ConfigureAwait(false);
        return new SwapBlockers(Names(prepared), Names(slots), Names(subscriptions));
    }

    /// <exception cref="DrException"><c>SwapBlocked</c>, with the statements that remove what blocks.</exception>
    public void ThrowIfAny(string database)
    {
        List<string> found =
        [
            .. PreparedTransactions.Select(gid => $"prepared transaction {gid}"),
            .. LogicalSlots.Select(slot => $"logical replication slot {slot}"),
            .. Subscriptions.Select(subscription => $"subscription {subscription}"),
        ];
        if (found.Count == 0) return;
        List<string> remedies =
        [
            .. PreparedTransactions.Select(gid => $"COMMIT PREPARED {Sql.Text(gid).Trim()} or ROLLBACK PREPARED {Sql.Text(gid).Trim()}"),
            .. LogicalSlots.Select(slot => $"SELECT pg_drop_replication_slot({Sql.Text(slot).Trim()})"),
            .. Subscriptions.Select(subscription => $"DROP SUBSCRIPTION {Sql.Name(subscription)}"),
        ];
        throw new DrException(ErrorTable.SwapBlocked, $"database {database} cannot be replaced while it has a hold on the outside")
        {
            Found = string.Join(", ", found),
            Remedy = $"In database {database}: {string.Join("; ", remedies)}.",
            Subject = database,
        };
    }

    private static string[] Names(IReadOnlyList<PostgresRow> rows) => [.. rows.Select(row => row.Get<string>(0))];
}
