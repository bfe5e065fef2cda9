namespace EventLinkDr.Hosting;

/// <summary>A container as a list shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, without the engine's leading slash.</param>
/// <param name="ImageId">Id of its image.</param>
/// <param name="State">What it does now.</param>
/// <param name="Labels">Its labels.</param>
public sealed record ContainerSummary(string Id, string Name, string ImageId, ContainerState State, IReadOnlyDictionary<string, string> Labels);
