using EventLinkDr.Model;

namespace EventLinkDr.Operations.Maintenance;

/// <summary>A switch of maintenance about to be made.</summary>
public sealed record MaintenancePlan : EventLinkPlan
{
    internal MaintenancePlan(MaintenanceOptions options, MaintenanceFacts facts)
    {
        Options = options;
        Facts = facts;
    }

    /// <summary>What was asked for.</summary>
    public MaintenanceOptions Options { get; }

    internal MaintenanceFacts Facts { get; }

    /// <inheritdoc/>
    public override string Operation => Options.Enabled ? "Turn maintenance on" : "Turn maintenance off";

    /// <inheritdoc/>
    public override string Subject => Facts.Target;

    /// <inheritdoc/>
    public override IReadOnlyList<PlanStep> Steps
    {
        get
        {
            var steps = new List<PlanStep>();
            foreach (var name in Facts.Interrupted) steps.Add(new PlanStep(PlanEffect.Alter, $"finish the interrupted recreation of {name}, or put the old container back"));
            if (!Options.Enabled && Facts.Fenced == true) steps.Add(new PlanStep(PlanEffect.Alter, $"lift the write fence of database {Facts.Database}"));
            if (Facts.ChangesFile) steps.Add(new PlanStep(PlanEffect.Alter, $"set {MaintenanceFlag.Name}={MaintenanceFlag.Text(Options.Enabled)} in {Facts.EnvFile}"));
            if (Facts.Recreates) steps.Add(new PlanStep(PlanEffect.Stop, $"recreate the container {Facts.Backend} with it, and wait until it is healthy"));
            if (Facts.Starts) steps.Add(new PlanStep(PlanEffect.Start, $"start the container {Facts.Backend}, and wait until it is healthy"));
            if (Options.Reload is not null) steps.Add(new PlanStep(PlanEffect.Stop, "run the reload command"));
            if (Options.ProbeEmail is not null) steps.Add(new PlanStep(PlanEffect.Prove, $"POST /api/events/0/register as the probe student answers {(Options.Enabled ? 503 : 404)}"));
            if (Options is { Enabled: true, WriteFence: true })
            {
                if (Facts.WorkerRuns) steps.Add(new PlanStep(PlanEffect.Stop, "stop the worker"));
                if (Facts.Fenced != true || Facts.WorkerRuns) steps.Add(new PlanStep(PlanEffect.Alter, $"make database {Facts.Database} read-only by default and end all its sessions"));
            }
            else if (Facts.WorkerStopped && !Options.Enabled)
            {
                steps.Add(new PlanStep(PlanEffect.Start, "start the worker"));
            }

            return steps;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => Facts.Notes;
}
