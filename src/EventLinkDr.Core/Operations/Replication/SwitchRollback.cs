using System.Diagnostics;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Journal;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Replication;

/// <summary>Makes the old primary what it was, before anything was promoted.</summary>
internal sealed class SwitchRollback(SwitchParties parties, SwitchOptions options, RunJournal<SwitchRecord> journal, IOperationObserver observer)
{
    /// <summary>After a crash a server replays its log before it takes connections.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    public async Task RunAsync(IReadOnlyList<int> ownSessions, CancellationToken cancellationToken)
    {
        await journal.StepAsync(SwitchStep.RollBack, async () =>
        {
            var record = journal.Facts;
            if (record.Closes) await parties.Fence.LiftAsync(record.RanBefore, cancellationToken).ConfigureAwait(false);
            if (record.Fenced.Count > 0) await LiftAsync(record.Fenced, ownSessions, cancellationToken).ConfigureAwait(false);
            if (record.Services.Count > 0 && !options.HoldServices) await parties.Services.StartAsync(record.Services, cancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
        await journal.EndAsync(nameof(SwitchOutcome.RolledBack)).ConfigureAwait(false);
        observer.Milestone($"{parties.Primary.Description} is the primary as before");
    }

    private async Task LiftAsync(IReadOnlyList<FencedDatabase> fenced, IReadOnlyList<int> ownSessions, CancellationToken cancellationToken)
    {
        var session = await ReconnectAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            if (await Promotion.InRecoveryAsync(session, cancellationToken).ConfigureAwait(false))
                throw new DrException(ErrorTable.SwitchRefused, $"{parties.Primary.Description} came back as a standby") { Remedy = "Remove standby.signal from its data directory, restart it, then -RollBack again." };
            await PrimaryFence.LiftAsync(session, fenced, ownSessions, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A server that was just started takes a moment.</summary>
    private async Task<IPostgresSession> ReconnectAsync(CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await parties.OpenAsync(parties.Primary, options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
            }
            catch (DrException error) when (error.Kind == ErrorTable.ServerUnreachable && journal.Facts.Closes && waited.Elapsed < Patience)
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
