using System.Text.RegularExpressions;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Postgres.Load;

/// <summary>
/// A key of a large table in two steps: its index, which may be built beside the table's other indexes, and the constraint on top of it, which takes no
/// time. Added in one step, the constraint would keep everybody else off the table while it sorts. The catalogs end up the same.
/// </summary>
internal static partial class KeyBuild
{
    /// <summary>The two steps; the task itself where it is none of the plain keys that pg_dump writes, or not worth it.</summary>
    public static IEnumerable<BuildTask> Split(BuildTask task)
    {
        if (task.Weight < BuildTask.Heavy || task.Statement.Kind != StatementKind.AddConstraint || Plain().Match(task.Sql) is not { Success: true } key) return [task];
        var (table, name) = (key.Groups["table"].Value, key.Groups["name"].Value);
        var index = task with { Statement = task.Statement with { Kind = StatementKind.CreateIndex }, Sql = $"CREATE UNIQUE INDEX {name} ON {table} USING btree ({key.Groups["columns"].Value})" };
        return [index, task with { Sql = $"ALTER TABLE ONLY {table} ADD CONSTRAINT {name} {key.Groups["kind"].Value} USING INDEX {name}", After = index }];
    }

    [GeneratedRegex("""
        ^\s*ALTER\ TABLE\ ONLY\ (?<table>(?:(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_]*)\.)?(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_]*))\s+
        ADD\ CONSTRAINT\ (?<name>"(?:[^"]|"")+"|[a-z_][a-z0-9_]*)\ (?<kind>PRIMARY\ KEY|UNIQUE)\ 
        \((?<columns>(?:"(?:[^"]|"")+"|[a-z_][a-z0-9_]*)(?:,\ (?:"(?:[^"]|"")+"|[a-z_][a-z0-9_]*))*)\)\s*;?\s*$
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
