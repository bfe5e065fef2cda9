namespace EventLinkDr.Hosting;

/// <summary>What was stopped for a restore and not started again yet.</summary>
/// <param name="Project">The compose project.</param>
/// <param name="Containers">Its containers that were stopped.</param>
internal sealed record StoppedServices(string Project, IReadOnlyList<StoppedContainer> Containers);
