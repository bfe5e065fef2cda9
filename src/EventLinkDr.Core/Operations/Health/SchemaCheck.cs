using System.Runtime.CompilerServices;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Schema;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Health;

/// <summary>Whether the database has the schema revision that the code expects.</summary>
internal sealed class SchemaCheck(IDeployment deployment, HealthOptions options) : IHealthCheck
{
    public string Name => "SchemaRevision";

    public async IAsyncEnumerable<HealthCheckResult> LookAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var session = await deployment.Server.OpenAsync(new SessionOptions(deployment.Target.Database) { ConnectTimeout = options.Timeout }, cancellationToken)
            .ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var revision = await AlembicRevision.ReadAsync(session, cancellationToken).ConfigureAwait(false);
            var code = options.CodeRevision ?? await AskCodeAsync(cancellationToken).ConfigureAwait(false);
            var expected = code ?? options.Backup?.Revision;
            var whose = code is not null ? "the code" : "the backup";
            yield return (revision, expected) switch
            {
                (null, _) => Verdict.Fail(Name, "the database has no schema revision", "It is empty or not EventLink's; restore a backup: Restore-EventLinkDb."),
                (_, null) => Verdict.Warn(Name, $"the database is at {revision}; the code's revision is not known", "Run inside the compose project, or compare with -Backup."),
                _ when revision == expected => Verdict.Pass(Name, $"the database is at {revision}, as {whose} is"),
                _ => Verdict.Fail(Name, $"the database is at {revision}, {whose} at {expected}", "Update-EventLinkSchema, or deploy the code that fits the database."),
            };
        }
    }

    /// <summary>The heads of the running code; null where nobody can be asked. No container is made for it: a look changes nothing.</summary>
    private async Task<string?> AskCodeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var code = await new CodeReader(deployment, mayCreate: false).ReadAsync(cancellationToken).ConfigureAwait(false);
            return code is null ? null : string.Join(',', code.Heads);
        }
        catch (DrException)
        {
            return null;
        }
    }
}
