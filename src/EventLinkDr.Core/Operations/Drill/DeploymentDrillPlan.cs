using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Drill;

/// <summary>A drill on a copy of a deployment about to be run.</summary>
public sealed record DeploymentDrillPlan : EventLinkPlan
{
    internal DeploymentDrillPlan(DeploymentDrillOptions options, DeploymentDrillFacts facts)
    {
        Options = options;
        Facts = facts;
    }

    /// <summary>What was asked for.</summary>
    public DeploymentDrillOptions Options { get; }

    /// <summary>The backup that is restored.</summary>
    public BackupSet Backup => Facts.Backup;

    /// <summary>Whether a copy of the backend takes part.</summary>
    public bool WithBackend => Facts.Backend is not null;

    internal DeploymentDrillFacts Facts { get; }

    /// <inheritdoc/>
    public override string Operation => $"Run a recovery drill with {Backup.Name}";

    /// <inheritdoc/>
    public override string Subject => $"a disposable copy of {Facts.Target}";

    /// <inheritdoc/>
    public override IReadOnlyList<PlanStep> Steps => (PlanStep[])[.. List()];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => (string[])[.. Remarks()];

    private IEnumerable<PlanStep> List()
    {
        yield return new(PlanEffect.Create, !WithBackend ? "a PostgreSQL server, from programs on this host or in a container"
            : $"a PostgreSQL server in a container{(Facts.DatabaseContainer is { } database ? $" of the image of {database.Name}" : "")}, on a network of its own");
        if (WithBackend) yield return new(PlanEffect.Create, $"a copy of {Facts.Backend!.Name}: same image and variables, that server's database, no published port, what it mounts read-only");
        yield return new(PlanEffect.Load, $"{Backup.Name} into that server, proven");
        if (WithBackend)
        {
            yield return new(PlanEffect.Prove, "the restored revision against the code's");
            yield return new(PlanEffect.Alter, "alembic upgrade head in a container of its own, if the database is behind the code");
            yield return new(PlanEffect.Start, "the copy of the backend with registrations closed, and wait until it is healthy");
        }

        yield return new(PlanEffect.Prove, WithBackend ? "database, schema, tables and rows against the backup, API" : "database, schema, tables and rows against the backup");
        if (WithBackend) yield return new(PlanEffect.Start, "the copy of the backend with registrations open");
        if (WithBackend && Options.ProbeEmail is not null) yield return new(PlanEffect.Prove, "a probe student registers for an event and takes it back");
        yield return new(PlanEffect.Drop, WithBackend ? "containers, network and everything else it made" : "the server and everything else it made");
    }

    private IEnumerable<string> Remarks()
    {
        yield return "the deployment is only looked at";
        if (Facts.WithoutBackend is { } why) yield return $"the backend is left out: {why}";
        else if (Options.ProbeEmail is null) yield return "without a probe credential neither login nor registration is tried";
        var age = Facts.Now - Backup.Time;
        yield return string.Create(CultureInfo.InvariantCulture, $"the backup is of {Backup.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {Readable.Duration(age)} ago: about so much would be lost");
        if (Backup.Revision is { } revision) yield return $"schema revision {revision}";
        if (Backup.Proof is { Level: VerificationLevel.Restore, Passed: true } proof) yield return $"its last restore took {Readable.Duration(proof.Duration)}";
    }
}
