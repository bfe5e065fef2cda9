namespace EventLinkDr.Hosting;

/// <summary>A TCP port of a container that is published on the engine's host.</summary>
/// <param name="Port">Port inside.</param>
/// <param name="HostAddress">Address outside; <c>0.0.0.0</c> or <c>::</c> for all.</param>
/// <param name="HostPort">Port outside.</param>
public sealed record ContainerPort(int Port, string HostAddress, int HostPort);
