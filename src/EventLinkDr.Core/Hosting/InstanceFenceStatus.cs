namespace EventLinkDr.Hosting;

/// <summary>What can be seen, from outside, of a server that must not accept writes.</summary>
public sealed record InstanceFenceStatus
{
    /// <summary>Nothing can be seen or done from outside.</summary>
    public static InstanceFenceStatus Unavailable { get; } = new();

    /// <summary>Whether it is there and can be fenced.</summary>
    public bool Available { get; init; }

    /// <summary>Whether it runs.</summary>
    public bool Running { get; init; }

    /// <summary>Whether it would come up as a standby when it is started.</summary>
    public bool StartsAsStandby { get; init; }

    /// <summary>Its control file; null where it cannot be read.</summary>
    public ServerControl? Control { get; init; }

    /// <summary>Whether it cannot accept a write, now or after a start.</summary>
    public bool Fenced => Available && !Running && StartsAsStandby;
}
