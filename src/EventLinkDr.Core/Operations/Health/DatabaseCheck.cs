using System.Runtime.CompilerServices;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Health;

/// <summary>Whether the database answers, is the primary, and takes writes as the application would write.</summary>
internal sealed class DatabaseCheck(IDeployment deployment, HealthOptions options) : IHealthCheck
{
    /// <summary>Failed when no session can be opened.</summary>
    public const string Reachable = "DatabaseReachable";

    public string Name => Reachable;

    public async IAsyncEnumerable<HealthCheckResult> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var session = await deployment.Server.OpenAsync(new SessionOptions(deployment.Target.Database) { ConnectTimeout = options.Timeout }, cancellationToken)
            .ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            yield return Verdict.Pass(Name, $"PostgreSQL {session.ServerVersion} answers");
            var rows = await session.QueryAsync(
                """
                SELECT pg_catalog.pg_is_in_recovery(), COALESCE((
                  SELECT pg_catalog.split_part(setting, '=', 2)
                  FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase, unnest(s.setconfig) AS setting
                  WHERE d.datname = pg_catalog.current_database() AND s.setrole = 0 AND setting LIKE 'default_transaction_read_only=%'), 'off')
                """, cancellationToken).ConfigureAwait(false);
            var standby = rows[0].Get<bool>(0);
            yield return standby
                ? Verdict.Fail("NotInRecovery", "the server is a standby", "Point the deployment at the primary, or promote: Switch-EventLinkPrimary.")
                : Verdict.Pass("NotInRecovery", "the server is a primary");
            var fenced = rows[0].Get<string>(1) is "on" or "true" or "yes" or "1";
            yield return (fenced, options.ExpectWriteFence) switch
            {
                (true, true) => Verdict.Pass("WriteFence", "the database is read-only by default, as expected"),
                (false, true) => Verdict.Fail("WriteFence", "a write fence is expected, and the database takes writes", "Set-EventLinkMaintenance -Enabled -WriteFence."),
                (true, false) => Verdict.Fail("DatabaseWritable", "the database is read-only by default", "Lift the fence: Set-EventLinkMaintenance -Disabled."),
                _ when standby => Verdict.Skip("DatabaseWritable", "a standby takes no writes"),
                _ => await WriteAsync(session, cancellationToken).ConfigureAwait(false),
            };
        }
    }

    /// <summary>Writes and takes it back: a full disk or a lost right shows only there.</summary>
    private static async Task<HealthCheckResult> WriteAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.ExecuteAsync("BEGIN; CREATE TABLE pg_temp.eventlinkdr_probe (a int); INSERT INTO pg_temp.eventlinkdr_probe VALUES (1); "
                + "SELECT pg_catalog.pg_current_xact_id(); ROLLBACK", cancellationToken).ConfigureAwait(false);
            return Verdict.Pass("DatabaseWritable", "a transaction can write");
        }
        catch (PostgresErrorException error)
        {
            return Verdict.Fail("DatabaseWritable", error.Message, error.Remedy);
        }
    }
}
