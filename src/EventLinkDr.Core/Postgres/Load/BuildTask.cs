using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Postgres.Load;

/// <summary>A CREATE INDEX or ADD CONSTRAINT that may run beside others.</summary>
/// <param name="Statement">What is understood of it.</param>
/// <param name="Sql">Its text.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="State">Session state in force there.</param>
/// <param name="Weight">Bytes of the tables it reads.</param>
internal sealed record BuildTask(DumpStatement Statement, string Sql, DumpPlace Place, IReadOnlyDictionary<string, string> State, long Weight)
{
    /// <summary>From so many bytes of rows on, what a build costs is its sort.</summary>
    public const long Heavy = 16 * 1024 * 1024;

    /// <summary>Whether it adds a foreign key.</summary>
    public bool IsForeignKey => Statement.Kind == StatementKind.AddForeignKey;

    /// <summary>Whether it makes something that a foreign key can point at.</summary>
    public bool IsKey => Statement.Kind == StatementKind.AddConstraint || Sql.AsSpan().TrimStart().StartsWith("CREATE UNIQUE INDEX", StringComparison.Ordinal);

    /// <summary>The one that must have ended before.</summary>
    public BuildTask? After { get; init; }

    /// <summary>
    /// The work in comparison with others, as a guess: a sort has more to compare with every column, the rows of a key stand nearly in order, and a constraint
    /// on top of an index takes no time.
    /// </summary>
    public long Cost => After is not null ? 0 : Statement.Kind != StatementKind.CreateIndex || IsKey ? Weight / 2 : Weight / 2 * (1 + Sql.Count(c => c == ','));

    /// <summary>The work at least: of a key only half is certain.</summary>
    public long LeastCost => IsKey ? Cost / 2 : Cost;

    /// <summary>The tables it locks. Their names without schema: two tables of one name only wait for each other without need.</summary>
    public IReadOnlyList<string> Locks { get; init; } =
        Statement.References is { } referenced ? [Statement.Table!.Value.Name, referenced.Name] : [Statement.Table!.Value.Name];

    /// <summary>Whether others of its kind may work on the same table: index builds do not disturb each other.</summary>
    public bool IsShared => Statement.Kind == StatementKind.CreateIndex;

    /// <summary>Whether there is too little else to do while it runs, so that it is worth the workers of the server.</summary>
    public bool WithWorkers { get; init; }
}
