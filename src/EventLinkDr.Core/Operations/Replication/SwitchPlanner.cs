using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Replication;

/// <summary>Decides whether and how the standby may take over. Pure.</summary>
internal static class SwitchPlanner
{
    /// <exception cref="DrException">
    /// <c>SwitchRefused</c>, <c>OldPrimaryWritable</c>, <c>SwitchUnfinished</c>, <c>SwitchNotFound</c>, <c>ServerUnreachable</c>, <c>PrivilegeMissing</c>, <c>RestoreInProgress</c>.
    /// </exception>
    public static SwitchPlan Plan(SwitchOptions options, SwitchFacts facts)
    {
        if (options is { Resume: true, RollBack: true }) throw Refused("-Resume and -RollBack exclude each other", "Give one of them.");
        if (facts.Busy) throw new DrException(ErrorTable.RestoreInProgress, $"a restore, undo or switch of {facts.Database} is running") { Subject = facts.Database };
        if (facts.Unfinished is { } unfinished && !options.Resume && !options.RollBack)
        {
            throw new DrException(ErrorTable.SwitchUnfinished,
                FormattableString.Invariant($"the switch from {unfinished.Facts.Primary} to {unfinished.Facts.Standby}, begun {unfinished.Begun:yyyy-MM-dd HH:mm:ss} UTC on {unfinished.Host}, was interrupted {unfinished.Place()}"))
            {
                Subject = facts.JournalPath,
            };
        }

        if (facts.Unfinished is null && (options.Resume || options.RollBack))
            throw new DrException(ErrorTable.SwitchNotFound, $"{facts.JournalPath} tells of no interrupted switch") { Subject = facts.JournalPath };
        if (options.RollBack) return PlanBack(options, facts);

        var lost = options.FailoverWhereLost && facts.Primary is null && !EndIsKnown(facts);
        var mode = options.Failover || lost || facts.Unfinished?.Facts.Mode == SwitchMode.Failover ? SwitchMode.Failover : SwitchMode.Switchover;
        if (facts.Standby is not { } standby)
            throw new DrException(ErrorTable.ServerUnreachable, $"the standby cannot be reached: {facts.StandbyProblem?.TrimEnd('.')}") { Subject = facts.StandbyName };
        EnsureSamePair(facts, standby);
        var promoted = facts.Unfinished?.HasBegun(SwitchStep.Promote) == true && standby.Role == ServerRole.Primary;
        if (!promoted)
        {
            EnsureStandby(facts, standby);
            if (mode == SwitchMode.Switchover) EnsureSwitchover(options, facts, standby);
            else EnsureFailover(options, facts, standby);
        }

        ServiceAddress? address = facts.RedirectName is null ? null : ServiceAddress.Choose(options.ServiceAddress, facts.ServiceHost, facts.ServicePort);
        return new SwitchPlan(options, facts, mode, address, promoted);
    }

    private static SwitchPlan PlanBack(SwitchOptions options, SwitchFacts facts)
    {
        var record = facts.Unfinished!.Facts;
        if (facts.Standby is { Role: ServerRole.Primary })
            throw Refused($"{facts.StandbyName} was promoted already, so the switch cannot be taken back", "Finish it: Switch-EventLinkPrimary -Resume.");
        if (facts.Unfinished.HasBegun(SwitchStep.Promote) && !options.AcceptDataLoss)
        {
            throw new DrException(ErrorTable.OldPrimaryWritable, $"{facts.StandbyName} was told to promote and may do so at any moment")
            {
                Remedy = "Finish the switch: Switch-EventLinkPrimary -Resume. If that standby is stopped for good: -RollBack -AcceptDataLoss.",
            };
        }

        return new SwitchPlan(options, facts, record.Mode, null, promoted: false);
    }

    private static void EnsureSamePair(SwitchFacts facts, ReplicationStatus standby)
    {
        foreach (var (identifier, name) in new[] { (facts.Primary?.SystemIdentifier, facts.PrimaryName), (facts.Fence.Control?.SystemIdentifier, facts.FenceName) })
        {
            if (identifier is null || identifier == standby.SystemIdentifier) continue;
            throw new DrException(ErrorTable.SwitchRefused, $"{facts.StandbyName} is no standby of {name}: they are copies of different servers")
            {
                Expected = $"system identifier {identifier}", Found = standby.SystemIdentifier,
            };
        }
    }

    private static void EnsureStandby(SwitchFacts facts, ReplicationStatus standby)
    {
        if (standby.Role != ServerRole.Standby) throw Refused($"{facts.StandbyName} is no standby: it accepts writes", "Name the standby; Get-EventLinkReplication shows what a server is.");
        if (standby.ReplayPaused) throw Refused($"replay on {facts.StandbyName} is paused", "Find out why, then on the standby: SELECT pg_wal_replay_resume().");
        if (!facts.MayPromote)
        {
            throw new DrException(ErrorTable.PrivilegeMissing, $"the user may not promote {facts.StandbyName}")
            {
                Remedy = "Connect as a superuser, or GRANT EXECUTE ON FUNCTION pg_promote TO the user.",
            };
        }
    }

    private static void EnsureSwitchover(SwitchOptions options, SwitchFacts facts, ReplicationStatus standby)
    {
        if (facts.Primary is not { } primary)
        {
            if (EndIsKnown(facts)) return;
            throw new DrException(ErrorTable.ServerUnreachable, $"the primary cannot be reached: {facts.PrimaryProblem?.TrimEnd('.')}")
            {
                Remedy = options.HoldServices ? "If it is lost, the plan becomes a failover." : "If it is lost: Switch-EventLinkPrimary -Failover.", Subject = facts.PrimaryName,
            };
        }

        if (primary.Role != ServerRole.Primary)
        {
            if (facts.Unfinished is not null) return;
            throw Refused($"{facts.PrimaryName} is a standby itself", "Name the primary; Get-EventLinkReplication shows what a server is.");
        }

        if (primary.Timeline != standby.Timeline) throw OtherTimeline(facts, primary.Timeline, standby);

        if (facts.RolesBeyondFence.Count > 0)
        {
            throw Refused($"roles that may write in spite of a read-only database keep it from being fenced: {string.Join(", ", facts.RolesBeyondFence)}",
                "ALTER ROLE … RESET default_transaction_read_only.");
        }

        if (facts.ApplyDelay > TimeSpan.Zero)
            throw Refused($"{facts.StandbyName} holds replay back by {Readable.Duration(facts.ApplyDelay)}", "Set recovery_min_apply_delay = 0 there and reload it.");
        // Null where we may not see it; then the wait shows.
        if (standby.Receiver is null && primary.Standbys.Count == 0)
            throw Refused($"{facts.StandbyName} does not receive the log of {facts.PrimaryName}", "Look at the standby's log and its primary_conninfo.");
        if (SwitchPlan.Lag(facts) is { } lag && lag > options.MaximumLag)
        {
            throw new DrException(ErrorTable.SwitchRefused, $"{facts.StandbyName} is too far behind")
            {
                Expected = $"at most {Readable.Size(options.MaximumLag)}", Found = Readable.Size(lag), Remedy = "Wait until it has caught up, or give a larger -MaximumLag.",
            };
        }
    }

    /// <summary>Gone on with after the old primary was closed, or had told where it ends.</summary>
    private static bool EndIsKnown(SwitchFacts facts) =>
        facts.Fence.Fenced || facts.Unfinished?.Facts is { FenceProven: true, FinalLsn: not null };

    private static void EnsureFailover(SwitchOptions options, SwitchFacts facts, ReplicationStatus standby)
    {
        if (options.AcceptDataLoss) return;
        // Left behind at an earlier promotion: everything since then would be lost, whatever its position says.
        if (Math.Max(facts.Primary?.Timeline ?? 0, facts.Fence.Control?.Timeline ?? 0) is var timeline && timeline > standby.Timeline)
            throw OtherTimeline(facts, timeline, standby);
        if ( facts.Fence.Available || facts.Primary is { Role: ServerRole.Standby }) return;
        if (facts.Primary is null)
        {
            throw new DrException(ErrorTable.OldPrimaryWritable, $"{facts.PrimaryName} does not answer us, which does not mean that it answers nobody: {facts.PrimaryProblem?.TrimEnd('.')}")
            {
                Subject = facts.PrimaryName,
            };
        }

        if (facts.RolesBeyondFence.Count > 0)
        {
            throw new DrException(ErrorTable.OldPrimaryWritable, $"roles of {facts.PrimaryName} may write in spite of a read-only database: {string.Join(", ", facts.RolesBeyondFence)}")
            {
                Remedy = "ALTER ROLE … RESET default_transaction_read_only; or stop the server for good and give -AcceptDataLoss.",
            };
        }
    }

    private static DrException OtherTimeline(SwitchFacts facts, int timeline, ReplicationStatus standby) =>
        new(ErrorTable.SwitchRefused, $"{facts.StandbyName} is on another timeline than its primary")
        {
            Expected = FormattableString.Invariant($"{timeline}"), Found = FormattableString.Invariant($"{standby.Timeline}"),
            Remedy = "Let it follow the primary, or make it anew with pg_basebackup.",
        };

    private static DrException Refused(string what, string remedy) => new(ErrorTable.SwitchRefused, what) { Remedy = remedy };
}
