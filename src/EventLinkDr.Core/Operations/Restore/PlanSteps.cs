using EventLinkDr.Model;

namespace EventLinkDr.Operations.Restore;

/// <summary>Steps that plans share.</summary>
internal static class PlanSteps
{
    public static IEnumerable<PlanStep> Leftovers(LeftoverReport leftovers)
    {
        if (leftovers.Services.Count > 0) yield return new(PlanEffect.Start, $"{string.Join(", ", leftovers.Services)}, left stopped by an interrupted command");
        foreach (var name in leftovers.Databases) yield return new(PlanEffect.Drop, $"database {name}, left half-made by an interrupted restore");
    }

    public static IEnumerable<PlanStep> Stop(IReadOnlyList<string> services)
    {
        if (services.Count > 0) yield return new(PlanEffect.Stop, $"services {string.Join(", ", services)}");
    }

    public static IEnumerable<PlanStep> Start(IReadOnlyList<string> services)
    {
        if (services.Count > 0) yield return new(PlanEffect.Start, $"services {string.Join(", ", services)}, and wait until they are healthy");
    }
}
