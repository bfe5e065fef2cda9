namespace EventLinkDr.Hosting;

/// <summary>A piece of output that was read.</summary>
/// <param name="Channel">The stream it came from.</param>
/// <param name="Count">Its bytes; 0 at the end of both streams.</param>
public readonly record struct ContainerOutput(ContainerChannel Channel, int Count);
