namespace EventLinkDr.Hosting;

/// <summary>What a container does.</summary>
public enum ContainerState
{
    /// <summary>Something this software does not know.</summary>
    Unknown,
    /// <summary>Made and never started.</summary>
    Created,
    /// <summary>Running.</summary>
    Running,
    /// <summary>Frozen.</summary>
    Paused,
    /// <summary>Ended, and about to be started again by its restart policy.</summary>
    Restarting,
    /// <summary>Being removed.</summary>
    Removing,
    /// <summary>Ended.</summary>
    Exited,
    /// <summary>Could not be removed whole.</summary>
    Dead,
}
