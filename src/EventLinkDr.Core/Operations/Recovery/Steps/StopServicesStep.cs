using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Recovery.Steps;

/// <summary>Stops what writes, and remembers when that was.</summary>
internal sealed class StopServicesStep : IRecoveryStep
{
    public RecoveryStepName Name => RecoveryStepName.StopServices;

    public async Task<StepOutcome> RunAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        var services = context.Deployment.Services;
        var running = await services.ListRunningAsync(cancellationToken).ConfigureAwait(false);
        if (running.Count > 0) await services.StopAsync(running, cancellationToken).ConfigureAwait(false);
        if (context.Parties is not null)
        {
            // Whoever else is connected to the old primary is ended by its fence.
            await context.Journal.RememberAsync(record => record with { WritesStopped = record.WritesStopped ?? DateTimeOffset.UtcNow }).ConfigureAwait(false);
            return Outcome(running);
        }

        var others = await CountOthersAsync(context, cancellationToken).ConfigureAwait(false);
        if (others is not null)
            await context.Journal.RememberAsync(record => record with { WritesStopped = record.WritesStopped ?? DateTimeOffset.UtcNow, OthersConnected = record.OthersConnected || others > 0 }).ConfigureAwait(false);
        if (others > 0) context.Observer.Warning($"{others} other sessions are connected to {context.Database} and may write until it is replaced");
        return Outcome(running);
    }

    private static StepOutcome Outcome(IReadOnlyList<string> running) => StepOutcome.Done(running.Count > 0 ? $"stopped {string.Join(", ", running)}" : "no service ran");

    /// <returns>Null where there is no such database.</returns>
    private static async Task<long?> CountOthersAsync(RecoveryContext context, CancellationToken cancellationToken)
    {
        var session = await MaintenanceSession.OpenAsync(context.Deployment.Server, context.Database, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            if (await DatabaseIdentity.FindAsync(session, context.Database, cancellationToken).ConfigureAwait(false) is null) return null;
            var rows = await session.QueryAsync(
                """
                SELECT count(*) FROM pg_catalog.pg_stat_activity
                WHERE datname = $1 AND pid <> pg_catalog.pg_backend_pid() AND backend_type = 'client backend' AND application_name NOT LIKE 'EventLinkDr%'
                """, cancellationToken, context.Database).ConfigureAwait(false);
            return rows[0].Get<long>(0);
        }
    }
}
