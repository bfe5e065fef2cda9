namespace EventLinkDr.Hosting;

/// <summary>A line of a container's log.</summary>
/// <param name="Channel">The stream it was written to.</param>
/// <param name="Text">The line without its end.</param>
public sealed record ContainerLogLine(ContainerChannel Channel, string Text);
