namespace EventLinkDr.Hosting.Recreation;

/// <summary>What is kept of a recreation while it runs, so that the next command can finish it or put the old container back.</summary>
/// <param name="Name">The container's name.</param>
/// <param name="OldId">The container that is replaced.</param>
/// <param name="Aside">The name it has meanwhile.</param>
/// <param name="WasRunning">Whether it ran.</param>
/// <param name="NewId">The container that replaces it; null while it is not made.</param>
internal sealed record RecreationNote(string Name, string OldId, string Aside, bool WasRunning, string? NewId);
