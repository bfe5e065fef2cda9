namespace EventLinkDr.Hosting;

/// <summary>A container engine.</summary>
/// <param name="Id">Its own id; the same by whatever address it is reached.</param>
/// <param name="Version">Version of the engine.</param>
/// <param name="ApiVersion">API version spoken with it.</param>
/// <param name="OperatingSystem">System of its host, for a person.</param>
public sealed record ContainerEngine(string Id, string Version, Version ApiVersion, string OperatingSystem);
