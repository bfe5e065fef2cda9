namespace EventLinkDr.Hosting;

/// <summary>What a container's health check says.</summary>
public enum ContainerHealth
{
    /// <summary>It has none.</summary>
    None,
    /// <summary>Not known yet.</summary>
    Starting,
    /// <summary>Well.</summary>
    Healthy,
    /// <summary>Not well.</summary>
    Unhealthy,
}
