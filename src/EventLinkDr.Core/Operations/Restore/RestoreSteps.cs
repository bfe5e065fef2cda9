using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Restore;

/// <summary>The steps of a restore, in words.</summary>
internal static class RestoreSteps
{
    public static IReadOnlyList<PlanStep> Of(RestorePlan plan) =>
        (PlanStep[])[.. PlanSteps.Leftovers(plan.Facts.Leftovers), .. plan.Mode == RestoreMode.InPlace ? InPlace(plan) : Beside(plan)];

    private static IEnumerable<PlanStep> Beside(RestorePlan plan)
    {
        var properties = plan.Properties;
        yield return new(PlanEffect.Create, $"database {plan.RestoreName} from template0 ({properties.Encoding}, {properties.LocaleProvider}, {properties.Locale ?? properties.Collate})");
        yield return new(PlanEffect.Load, $"{What(plan)} into {plan.RestoreName} {On(plan.Jobs)}");
        yield return Proof(plan);
        yield return new(PlanEffect.Alter, $"statistics, owner, privileges and settings of {plan.RestoreName}");
        foreach (var step in PlanSteps.Stop(plan.Services)) yield return step;
        if (plan.PreviousDatabase is not null)
        {
            yield return new(PlanEffect.Stop, $"end every session in {plan.Database}");
            yield return new(PlanEffect.Rename, $"database {plan.Database} to {plan.PreviousDatabase}, kept for Undo-EventLinkRestore");
        }

        yield return new(PlanEffect.Rename, $"database {plan.RestoreName} to {plan.Database}{(plan.PreviousDatabase is null ? "" : ", in the same transaction")}");
        foreach (var step in PlanSteps.Start(plan.Services)) yield return step;
    }

    private static IEnumerable<PlanStep> InPlace(RestorePlan plan)
    {
        foreach (var step in PlanSteps.Stop(plan.Services)) yield return step;
        if (!plan.Options.SkipSafetyBackup) yield return new(PlanEffect.Create, $"a backup of {plan.Database} as it is");
        yield return new(PlanEffect.Stop, $"end every session in {plan.Database}");
        yield return new(PlanEffect.Drop, $"schema public of {plan.Database} with everything in it, and create it anew");
        yield return new(PlanEffect.Load, $"{What(plan)} into {plan.Database} {On(1)}, in the same transaction");
        yield return Proof(plan);
        yield return new(PlanEffect.Alter, "commit, then statistics");
        foreach (var step in PlanSteps.Start(plan.Services)) yield return step;
    }

    private static PlanStep Proof(RestorePlan plan) => new(PlanEffect.Prove, plan.Provable
        ? "read every table, sequence and large object back and compare with the manifest"
        : "count the rows of every table and compare with the rows sent; there is no manifest, so the content stays unproven");

    private static string What(RestorePlan plan)
    {
        if (plan.Load.Tables.Count > 0) return $"{string.Join(", ", plan.Load.Tables)} and all definitions";
        var size = plan.Facts.Content.RowBytes is { } bytes ? $", {Readable.Size(bytes)} of rows" : "";
        return plan.Facts.Content.Manifest is { } manifest
            ? string.Create(CultureInfo.InvariantCulture, $"{manifest.Tables.Count} tables, {manifest.Tables.Sum(table => table.Rows)} rows{size}")
            : $"{plan.Backup.Name} ({Readable.Size(plan.Backup.Size)})";
    }

    private static string On(int jobs) => jobs == 1 ? "on one session" : string.Create(CultureInfo.InvariantCulture, $"on {jobs} sessions");
}
