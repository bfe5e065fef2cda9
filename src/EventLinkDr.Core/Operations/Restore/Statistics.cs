using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Restore;

/// <summary>Gathers planner statistics: without them the first queries on a restored database take any plan.</summary>
internal static class Statistics
{
    public static async Task GatherAsync(IPostgresServer server, string database, CancellationToken cancellationToken)
    {
        var session = await server.OpenAsync(new SessionOptions(database) { ApplicationName = "EventLinkDr analyze" }, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false)) await session.ExecuteAsync("ANALYZE", cancellationToken).ConfigureAwait(false);
    }
}
