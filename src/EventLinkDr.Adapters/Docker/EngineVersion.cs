namespace EventLinkDr.Adapters.Docker;

/// <summary>What is spoken with an engine.</summary>
/// <param name="Api">API version.</param>
/// <param name="Engine">Version of the engine.</param>
internal sealed record EngineVersion(Version Api, string Engine);
