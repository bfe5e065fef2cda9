using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Journal;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Replication;

/// <summary>Looks at both servers, at the container of the primary and at the journal.</summary>
internal static class SwitchFactsReader
{
    /// <exception cref="DrException"><c>ServerUnreachable</c> when neither server can be reached, or the standby cannot and must.</exception>
    public static async Task<SwitchFacts> ReadAsync(SwitchParties parties, SwitchOptions options, CancellationToken cancellationToken)
    {
        var facts = new SwitchFacts
        {
            Database = parties.Database,
            PrimaryName = parties.Primary.Description,
            StandbyName = parties.Standby.Description,
            Fence = await parties.Fence.GetStatusAsync(cancellationToken).ConfigureAwait(false),
            FenceName = parties.Fence.Description,
            Services = await ServicesAsync(parties.Services, cancellationToken).ConfigureAwait(false),
            RedirectName = parties.Redirect?.Description,
            RedirectNotes = parties.Redirect?.ListNotes() ?? [],
            ServiceHost = parties.ServiceHost ?? parties.StandbyTarget.Host,
            ServicePort = parties.StandbyTarget.Port,
            JournalPath = "",
        };
        facts = await ReadStandbyAsync(facts, parties, options, cancellationToken).ConfigureAwait(false);
        facts = await ReadPrimaryAsync(facts, parties, options, cancellationToken).ConfigureAwait(false);
        if (facts is { Standby: null, Primary: null })
            throw new DrException(ErrorTable.ServerUnreachable, $"neither server can be reached: {facts.StandbyProblem} {facts.PrimaryProblem}".TrimEnd('.'));
        var journal = options.Journal ?? JournalLocation.Of(options.JournalPath, "switch-" + facts.SystemIdentifier);
        var last = await RunJournal<SwitchRecord>.ReadAsync(journal, parties.Stores, cancellationToken).ConfigureAwait(false);
        return facts with { Journal = journal, JournalPath = journal.Path, Unfinished = last is { Ended: null } ? last : null };
    }

    private static async Task<IReadOnlyList<string>> ServicesAsync(IServiceControl services, CancellationToken cancellationToken)
    {
        var running = await services.ListRunningAsync(cancellationToken).ConfigureAwait(false);
        var left = await services.ListLeftStoppedAsync(cancellationToken).ConfigureAwait(false);
        return [.. running.Union(left, StringComparer.Ordinal)];
    }

    private static async Task<SwitchFacts> ReadStandbyAsync(SwitchFacts facts, SwitchParties parties, SwitchOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var session = await parties.OpenAsync(parties.Standby, options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                await PoolerCheck.EnsureDirectAsync(session, cancellationToken).ConfigureAwait(false);
                var rows = await session.QueryAsync(
                    """
                    SELECT has_function_privilege('pg_promote(boolean, integer)', 'EXECUTE'), coalesce(current_setting('synchronous_standby_names', true), ''),
                      coalesce((SELECT setting::bigint FROM pg_settings WHERE name = 'recovery_min_apply_delay'), 0)
                    """, cancellationToken).ConfigureAwait(false);
                return facts with
                {
                    Standby = await ReplicationReader.ReadAsync(session, facts.StandbyName, cancellationToken).ConfigureAwait(false),
                    MayPromote = rows[0].Get<bool>(0),
                    SynchronousStandbys = rows[0].Get<string>(1),
                    ApplyDelay = TimeSpan.FromMilliseconds(rows[0].Get<long>(2)),
                    Busy = await RunLock.IsHeldAsync(session, parties.Database, cancellationToken).ConfigureAwait(false),
                };
            }
        }
        catch (DrException error) when (error.Kind == ErrorTable.ServerUnreachable)
        {
            return facts with { StandbyProblem = error.Message };
        }
    }

    private static async Task<SwitchFacts> ReadPrimaryAsync(SwitchFacts facts, SwitchParties parties, SwitchOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var session = await parties.OpenAsync(parties.Primary, options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                await PoolerCheck.EnsureDirectAsync(session, cancellationToken).ConfigureAwait(false);
                return facts with
                {
                    Primary = await ReplicationReader.ReadAsync(session, facts.PrimaryName, cancellationToken).ConfigureAwait(false),
                    RolesBeyondFence = await PrimaryFence.RolesBeyondAsync(session, cancellationToken).ConfigureAwait(false),
                    Busy = facts.Busy || await RunLock.IsHeldAsync(session, parties.Database, cancellationToken).ConfigureAwait(false),
                };
            }
        }
        catch (DrException error) when (error.Kind == ErrorTable.ServerUnreachable)
        {
            return facts with { PrimaryProblem = error.Message };
        }
    }
}
