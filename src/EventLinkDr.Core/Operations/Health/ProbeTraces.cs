using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Health;

/// <summary>
/// Remembers the rows a probe student's visit touches and puts them back: <c>users.last_seen_at</c>, the registration (the API only marks it
/// deleted), audit entries, the analytics of its visit. What the worker makes of it in between (mails) cannot be taken back and is said.
/// </summary>
internal sealed class ProbeTraces(IDeployment deployment, HealthOptions options)
{
    private readonly Dictionary<long, string?> _registrations = [];
    private int? _userId;
    private DateTime? _lastSeen;
    private int _lastAudit, _lastInteraction, _lastJob;

    /// <summary>Looks at the rows before the visit.</summary>
    public async Task RememberAsync(CancellationToken cancellationToken)
    {
        if (options.ProbeEmail is null || options.ExpectWriteFence) return;
        IPostgresSession session;
        try
        {
            session = await OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind.ExitCode is ExitCode.Unreachable or ExitCode.Precondition)
        {
            // The API may reach its database where we do not.
            return;
        }

        await using (session.ConfigureAwait(false))
        {
            try
            {
                var users = await session.QueryAsync("SELECT id, last_seen_at FROM public.users WHERE pg_catalog.lower(email) = pg_catalog.lower($1)",
                    cancellationToken, options.ProbeEmail).ConfigureAwait(false);
                if (users.Count != 1) return;
                _userId = users[0].Get<int>(0);
                _lastSeen = users[0].IsNull(1) ? null : users[0].Get<DateTime>(1);
                var last = await session.QueryAsync(
                    """
                    SELECT COALESCE((SELECT max(id) FROM public.audit_logs), 0), COALESCE((SELECT max(id) FROM public.event_interactions), 0),
                      COALESCE((SELECT max(id) FROM public.background_jobs), 0)
                    """, cancellationToken).ConfigureAwait(false);
                (_lastAudit, _lastInteraction, _lastJob) = (last[0].Get<int>(0), last[0].Get<int>(1), last[0].Get<int>(2));
            }
            catch (PostgresErrorException error) when (error.SqlState is "42P01" or "42703")
            {
                // Not EventLink's tables: other checks say so.
            }
        }
    }

    /// <summary>Looks at the registration before the API touches it: one that was taken back before is only unmarked.</summary>
    public async Task RememberRegistrationAsync(long eventId, CancellationToken cancellationToken)
    {
        if (_userId is null) return;
        var session = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var rows = await session.QueryAsync("SELECT pg_catalog.row_to_json(r)::text FROM public.registrations r WHERE user_id = $1 AND event_id = $2",
                cancellationToken, _userId, (int)eventId).ConfigureAwait(false);
            _registrations[eventId] = rows.Count == 0 ? null : rows[0].Text(0);
        }
    }

    /// <summary>Puts the rows back.</summary>
    /// <returns>What stays, in one sentence; null when nothing does.</returns>
    public async Task<string?> WipeAsync(CancellationToken cancellationToken)
    {
        if (_userId is not { } user) return "the probe student's traces could not be found, so they were left";
        var session = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await session.ExecuteAsync("BEGIN", cancellationToken).ConfigureAwait(false);
            await session.QueryAsync("UPDATE public.users SET last_seen_at = $2 WHERE id = $1", cancellationToken, user, _lastSeen).ConfigureAwait(false);
            foreach (var (eventId, before) in _registrations) await PutBackAsync(session, user, (int)eventId, before, cancellationToken).ConfigureAwait(false);
            await session.QueryAsync("DELETE FROM public.audit_logs WHERE id > $1 AND actor_user_id = $2", cancellationToken, _lastAudit, user).ConfigureAwait(false);
            await session.QueryAsync("DELETE FROM public.event_interactions WHERE id > $1 AND user_id = $2", cancellationToken, _lastInteraction, user).ConfigureAwait(false);
            await session.ExecuteAsync("COMMIT", cancellationToken).ConfigureAwait(false);
            if (_registrations.Count == 0) return null;
            var jobs = await session.QueryAsync("SELECT count(*) FROM public.background_jobs WHERE id > $1 AND payload::text LIKE '%' || $2 || '%'",
                cancellationToken, _lastJob, options.ProbeEmail).ConfigureAwait(false);
            return jobs[0].Get<long>(0) is var count and > 0 ? $"{count} background jobs for the probe student stay (mails of its registration)" : null;
        }
    }

    private static async Task PutBackAsync(IPostgresSession session, int user, int eventId, string? before, CancellationToken cancellationToken)
    {
        await session.QueryAsync("DELETE FROM public.registrations WHERE user_id = $1 AND event_id = $2", cancellationToken, user, eventId).ConfigureAwait(false);
        if (before is null) return;
        await session.QueryAsync("INSERT INTO public.registrations SELECT * FROM pg_catalog.json_populate_record(NULL::public.registrations, $1::json)",
            cancellationToken, before).ConfigureAwait(false);
    }

    private Task<IPostgresSession> OpenAsync(CancellationToken cancellationToken) =>
        deployment.Server.OpenAsync(new SessionOptions(deployment.Target.Database) { ConnectTimeout = options.Timeout }, cancellationToken);
}
