using System.Globalization;
using System.Runtime.CompilerServices;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Health;

/// <summary>Whether the tables of a backup are there with rows in them: the API's own health is green on an empty database.</summary>
internal sealed class TablesCheck(IDeployment deployment, HealthOptions options) : IHealthCheck
{
    private const int Named = 5;
    private const string Rows = "Rows";

    /// <summary>What is looked at at the moment.</summary>
    public string Name { get; private set; } = "Tables";

    /// <summary>Every row of the tables of the backup is counted.</summary>
    public TimeSpan Budget => TimeSpan.FromMinutes(30);

    public async IAsyncEnumerable<HealthCheckResult> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var session = await deployment.Server.OpenAsync(new SessionOptions(deployment.Target.Database) { ConnectTimeout = options.Timeout }, cancellationToken)
            .ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            // Somebody who holds a table is a finding, not something to wait for.
            await session.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"SET lock_timeout = {(int)options.Timeout.TotalMilliseconds}"), cancellationToken).ConfigureAwait(false);
            var present = await PresentAsync(session, cancellationToken).ConfigureAwait(false);
            if (options.Backup is not { } backup)
            {
                yield return present.Count == 0
                    ? Verdict.Fail(Name, "the database has no tables", "Restore a backup: Restore-EventLinkDb.")
                    : Verdict.Pass(Name, string.Create(CultureInfo.InvariantCulture, $"{present.Count} tables; give -Backup to compare rows"));
                yield break;
            }

            var missing = backup.Tables.Where(table => !present.Contains((table.Schema, table.Name))).Select(table => table.ToString()).ToList();
            yield return missing.Count == 0
                ? Verdict.Pass(Name, string.Create(CultureInfo.InvariantCulture, $"all {backup.Tables.Count} tables of the backup are there"))
                : Verdict.Fail(Name, $"missing: {Shorten(missing)}", "Restore the backup: Restore-EventLinkDb.");
            Name = Rows;
            yield return await CompareRowsAsync(session, backup, present, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<HashSet<(string Schema, string Name)>> PresentAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(
            """
            SELECT n.nspname::text, c.relname::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
            """, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => (row.Get<string>(0), row.Get<string>(1)))];
    }

    /// <summary>A living database has more rows than its backup, or a few less; a table that lost half of them or all is worth a look.</summary>
    private static async Task<HealthCheckResult> CompareRowsAsync(IPostgresSession session, BackupManifest backup, HashSet<(string Schema, string Name)> present,
        CancellationToken cancellationToken)
    {
        List<string> empty = [], shrunk = [];
        long total = 0;
        foreach (var table in backup.Tables.Where(table => table.Rows > 0 && present.Contains((table.Schema, table.Name))))
        {
            var rows = await session.QueryAsync($"SELECT count(*) FROM {Sql.Name(table.Schema, table.Name)}", cancellationToken).ConfigureAwait(false);
            var found = rows[0].Get<long>(0);
            total += found;
            if (found == 0) empty.Add(table.ToString());
            else if (found < table.Rows / 2) shrunk.Add(string.Create(CultureInfo.InvariantCulture, $"{table} ({found} of {table.Rows})"));
        }

        return empty.Count > 0 ? Verdict.Fail(Rows, $"empty, though the backup has rows: {Shorten(empty)}", "Restore the backup: Restore-EventLinkDb.")
            : shrunk.Count > 0 ? Verdict.Warn(Rows, $"less than half of the backup's rows: {Shorten(shrunk)}", "Find out who deleted them; a table comes back with Restore-EventLinkDb -Table.")
            : Verdict.Pass(Rows, string.Create(CultureInfo.InvariantCulture, $"{total} rows in the tables of the backup"));
    }

    private static string Shorten(List<string> names) => string.Join(", ", names.Take(Named)) + (names.Count > Named ? $" and {names.Count - Named} more" : "");
}
