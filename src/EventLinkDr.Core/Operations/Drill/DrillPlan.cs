using System.Globalization;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Drill;

/// <summary>A drill about to be run.</summary>
public sealed record DrillPlan : EventLinkPlan
{
    internal DrillPlan(DrillOptions options) => Options = options;

    /// <summary>What was asked for.</summary>
    public DrillOptions Options { get; }

    /// <inheritdoc/>
    public override string Operation => "Run a recovery drill";

    /// <inheritdoc/>
    public override string Subject => "a throwaway PostgreSQL server of its own";

    /// <inheritdoc/>
    public override IReadOnlyList<PlanStep> Steps =>
    (PlanStep[])[
        new(PlanEffect.Create, "a PostgreSQL server, from programs on this host or in a container"),
        new(PlanEffect.Load, string.Create(CultureInfo.InvariantCulture, $"a sample EventLink database of about {50 * Options.Scale:0} MB")),
        new(PlanEffect.Read, "digest every table"),
        new(PlanEffect.Create, "a backup of it in a temporary directory"),
        new(PlanEffect.Drop, "the database, on that server"),
        new(PlanEffect.Load, "restore it from the backup"),
        new(PlanEffect.Prove, "digest every table again and compare"),
        Options.Keep ? new(PlanEffect.Read, "leave server and backup standing") : new(PlanEffect.Drop, "server, backup and everything else it made"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => (string[])["no deployment is touched"];
}
