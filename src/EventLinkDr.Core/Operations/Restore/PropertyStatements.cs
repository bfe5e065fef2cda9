using EventLinkDr.Postgres.Databases;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Operations.Restore;

/// <summary>Everything that turns a freshly made database into the one it stands for: its properties, then what the dump says about its own.</summary>
internal static class PropertyStatements
{
    public static IReadOnlyList<string> For(RestorePlan plan, string database) =>
    [
        .. DatabaseDefinition.Apply(database, plan.Properties),
        .. plan.Facts.Content.DatabaseStatements.Where(statement => Applies(statement, plan.Load.MissingRoles)).Select(statement => statement.For(database)),
    ];

    // A fence put up before the dump must not come back with it.
    private static bool Applies(DatabaseStatement statement, IReadOnlySet<string> missingRoles) =>
        !statement.After.Contains("default_transaction_read_only", StringComparison.OrdinalIgnoreCase) && !statement.Statement.Roles.Any(missingRoles.Contains);
}
