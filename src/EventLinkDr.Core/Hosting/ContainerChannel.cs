namespace EventLinkDr.Hosting;

/// <summary>One of the two output streams of a program in a container.</summary>
public enum ContainerChannel
{
    /// <summary>Standard output.</summary>
    Output,
    /// <summary>Standard error.</summary>
    Error,
}
