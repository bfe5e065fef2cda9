using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Restore;

/// <summary>What somebody wants to know before saying yes to a restore.</summary>
internal static class RestoreNotes
{
    public static IReadOnlyList<string> Of(RestorePlan plan) => (string[])[.. All(plan)];

    private static IEnumerable<string> All(RestorePlan plan)
    {
        var facts = plan.Facts;
        yield return string.Create(CultureInfo.InvariantCulture, $"backup of {plan.Backup.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {Readable.Duration(facts.State.Time - plan.Backup.Time)} old")
            + (facts.Content.Manifest is { } manifest ? $", of database {manifest.Database}" : ", made by something else");
        if (facts.Content.Manifest is { } other && other.Database != facts.Database) yield return $"the backup is of another database: {other.Database}, not {facts.Database}";
        yield return $"made on PostgreSQL {facts.Content.ServerVersion?.ToString() ?? "of unknown version"}, restored on {facts.State.Version}";
        if (plan.Backup.Revision is { } revision) yield return $"schema revision {revision}{(facts.RevisionKnown is null ? "; whether the running code knows it was not checked" : "")}";
        if (facts.Existing is { } existing && plan.Mode != RestoreMode.NewDatabase)
            yield return $"{facts.Database} takes {(existing.Size is { } size ? Readable.Size(size) : "an unknown amount")} on disk now";
        if (facts.Existing is null && plan.Mode == RestoreMode.Swap) yield return $"no database {facts.Database} exists; it is made";
        yield return $"space needed: {(plan.SpaceNeeded is { } needed ? "about " + Readable.Size(needed) : "not known")}; "
            + $"free on the server: {(facts.FreeSpace is { } free ? Readable.Size(free) : "not known")}";
        yield return plan.Backup.Proof is { } proof ? Proof(proof) : "this backup was never proven by a restore";
        foreach (var omitted in plan.Omitted) yield return omitted;
        if (plan.Load.MissingRoles.Count > 0) yield return $"owners and grants of missing roles are left out: {string.Join(", ", plan.Load.MissingRoles.Order(StringComparer.Ordinal))}";
        foreach (var unknown in facts.Leftovers.Unknown) yield return $"database {unknown} looks like one of ours but carries no mark; it is left alone";
    }

    private static string Proof(BackupProof proof) => string.Create(CultureInfo.InvariantCulture,
        $"the last proof (level {proof.Level}, {proof.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC) {(proof.Passed ? "passed" : $"failed ({proof.ErrorId})")} and took {Readable.Duration(proof.Duration)}");
}
