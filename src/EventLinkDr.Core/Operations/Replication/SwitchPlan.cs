using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Replication;

/// <summary>A switch about to be made, gone on with or taken back.</summary>
public sealed record SwitchPlan : EventLinkPlan
{
    internal SwitchPlan(SwitchOptions options, SwitchFacts facts, SwitchMode mode, ServiceAddress? address, bool promoted)
    {
        Options = options;
        Facts = facts;
        Mode = mode;
        Address = address;
        Promoted = promoted;
    }

    /// <summary>Planned, or after a loss.</summary>
    public SwitchMode Mode { get; }

    /// <summary>The database.</summary>
    public string Database => Facts.Database;

    /// <summary>The old primary.</summary>
    public string OldPrimary => Facts.PrimaryName;

    /// <summary>The server that becomes the primary.</summary>
    public string NewPrimary => Facts.StandbyName;

    /// <summary>Bytes of log that the standby has not replayed; null where it is not known.</summary>
    public long? LagBytes => Lag(Facts);

    /// <summary>Where the services will point; null where nothing points them.</summary>
    public string? ServiceAddress => Address?.ToString();

    /// <summary>The journal that makes it resumable.</summary>
    public string JournalPath => Facts.JournalPath;

    /// <summary>The services that are stopped and started.</summary>
    public IReadOnlyList<string> Services => Facts.Unfinished?.Facts.Services ?? Facts.Services;

    internal SwitchOptions Options { get; }

    internal SwitchFacts Facts { get; }

    internal ServiceAddress? Address { get; }

    /// <summary>Whether an interrupted switch has passed the promotion.</summary>
    internal bool Promoted { get; }

    /// <inheritdoc/>
    public override string Operation => Options.RollBack ? $"Take the interrupted switch of {Database} back"
        : $"{(Options.Resume ? "Go on with the" : "Make a")} {(Mode == SwitchMode.Failover ? "failover" : "switchover")} of {Database}";

    /// <inheritdoc/>
    public override string Subject => $"from {OldPrimary} to {NewPrimary}";

    /// <inheritdoc/>
    public override IReadOnlyList<PlanStep> Steps => (PlanStep[])[.. Options.RollBack ? BackSteps() : ForwardSteps()];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => (string[])[.. Remarks(), .. Options.RollBack || Promoted ? Array.Empty<string>() : [$"journal: {JournalPath}"]];

    internal static long? Lag(SwitchFacts facts) =>
        facts.Primary?.CurrentLsn is { } end && facts.Standby?.ReplayedLsn is { } replayed ? Math.Max(0, end - replayed) : facts.Standby?.LagBytes;

    private IEnumerable<PlanStep> ForwardSteps()
    {
        if (!Promoted)
        {
            if (Services.Count > 0 && !Options.HoldServices) yield return new(PlanEffect.Stop, $"services {string.Join(", ", Services)}");
            if (Facts.Primary is { Role: ServerRole.Primary })
            {
                yield return new(PlanEffect.Alter, $"make every database of {OldPrimary} read-only by default and end all its sessions");
                yield return new(PlanEffect.Prove, $"{OldPrimary} refuses a write");
            }

            if (Mode == SwitchMode.Switchover) yield return new(PlanEffect.Read, $"wait until {NewPrimary} has replayed everything");
            if (Facts.Fence.Available) yield return new(PlanEffect.Stop, $"{Facts.FenceName}, with standby.signal in its data directory: started again it is read-only");
            yield return new(PlanEffect.Alter, $"promote {NewPrimary}");
        }

        yield return new(PlanEffect.Alter, $"lift the fence on {NewPrimary}, where it was replicated to");
        yield return new(PlanEffect.Prove, $"{NewPrimary} is on a new timeline, takes a write and gives it back");
        if (Address is { } address) yield return new(PlanEffect.Alter, $"{Facts.RedirectName}: point it at {address}");
        if (Services.Count > 0 && !Options.HoldServices) yield return new(PlanEffect.Start, $"services {string.Join(", ", Services)}, and wait until they are healthy");
    }

    private IEnumerable<PlanStep> BackSteps()
    {
        var record = Facts.Unfinished!.Facts;
        if (record.Closes) yield return new(PlanEffect.Start, $"{Facts.FenceName}, as a primary again");
        if (record.Fenced.Count > 0) yield return new(PlanEffect.Alter, $"lift the fence on {OldPrimary}");
        if (Services.Count > 0) yield return new(PlanEffect.Start, $"services {string.Join(", ", Services)}, and wait until they are healthy");
    }

    /// <summary>The notes without the journal.</summary>
    internal IEnumerable<string> Remarks()
    {
        if (Facts.Unfinished is { } unfinished) yield return FormattableString.Invariant($"begun {unfinished.Begun:yyyy-MM-dd HH:mm:ss} UTC on {unfinished.Host}, interrupted {unfinished.Place()}");
        if (Options.RollBack || Promoted) yield break;
        yield return Lag(Facts) is { } lag ? $"the standby is {Readable.Size(lag)} behind" : "how far the standby is behind is not known";
        if (Facts.Primary is null) yield return $"the old primary cannot be reached: {Facts.PrimaryProblem}";
        if (Mode == SwitchMode.Failover)
        {
            yield return Facts.Standby!.LastReplayedCommit is { } last
                ? FormattableString.Invariant($"what was committed after {last:yyyy-MM-dd HH:mm:ss} UTC and not received by the standby is lost") : "what the standby has not received is lost";
        }

        if (!Facts.Fence.Available)
        {
            yield return Facts.Primary is null ? "nothing proves that the old primary accepts no writes: make sure that it is stopped for good"
                : "the old primary is fenced by SQL only, which a session can lift for itself: stop the server afterwards";
        }

        if (Facts.SynchronousStandbys.Length > 0) yield return $"commits on the new primary wait for synchronous_standby_names = '{Facts.SynchronousStandbys}'";
        if (Facts.Primary is { Standbys.Count: > 1 } primary) yield return $"standbys of the old primary must follow the new one: {string.Join(", ", primary.Standbys)}";
        foreach (var note in Facts.RedirectNotes) yield return note;
        if (Services.Count == 0) yield return "no services are known here: whatever uses the database must be stopped and pointed at the new primary by you";
    }
}
