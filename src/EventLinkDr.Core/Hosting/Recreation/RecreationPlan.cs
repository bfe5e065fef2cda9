using System.Text.Json.Nodes;

namespace EventLinkDr.Hosting.Recreation;

/// <summary>How a container is made anew.</summary>
/// <param name="OldId">Id of the container that is replaced.</param>
/// <param name="Name">Its name, which the new one takes.</param>
/// <param name="Body">Body of the engine's create call. Holds passwords: never shown.</param>
/// <param name="Further">Networks to connect after the creation.</param>
internal sealed record RecreationPlan(string OldId, string Name, JsonObject Body, IReadOnlyList<RecreationNetwork> Further)
{
    public override string ToString() => $"recreate {Name}";
}
