namespace EventLinkDr.TestKit.Faults;

/// <summary>A request that came to a <see cref="HostileProxy"/>.</summary>
/// <param name="Number">How many came before it.</param>
/// <param name="Method">Its method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Length">Length of its content.</param>
public sealed record ProxiedRequest(int Number, string Method, string Target, int Length);
