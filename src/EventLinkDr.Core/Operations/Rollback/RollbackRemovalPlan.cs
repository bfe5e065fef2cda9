using EventLinkDr.Model;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Rollback;

/// <summary>Kept databases about to be dropped.</summary>
public sealed record RollbackRemovalPlan : EventLinkPlan
{
    private readonly string _server;
    private readonly string _database;

    internal RollbackRemovalPlan(string server, string database, IReadOnlyList<MarkedDatabase> databases)
    {
        _server = server;
        _database = database;
        Marked = databases;
    }

    /// <summary>The databases, as they are now.</summary>
    public IReadOnlyList<KeptDatabase> Databases => (KeptDatabase[])[.. Marked.Select(RollbackCatalog.Describe)];

    internal IReadOnlyList<MarkedDatabase> Marked { get; }

    /// <inheritdoc/>
    public override string Operation => "Remove kept databases";

    /// <inheritdoc/>
    public override string Subject => $"{string.Join(", ", Marked.Select(kept => kept.Database.Name))} on {_server}";

    /// <inheritdoc/>
    public override IReadOnlyList<PlanStep> Steps =>
    (PlanStep[])[
        .. Marked.Select(kept => new PlanStep(PlanEffect.Drop,
            FormattableString.Invariant($"database {kept.Database.Name}, which was {_database} until {kept.Mark.Time:yyyy-MM-dd HH:mm:ss} UTC"))),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => (string[])["what is dropped cannot be brought back, except from a backup"];
}
