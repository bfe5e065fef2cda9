namespace EventLinkDr.Model;

/// <summary>What a server does in a pair of servers.</summary>
public enum ServerRole
{
    /// <summary>Takes writes.</summary>
    Primary,
    /// <summary>Replays the log of a primary and takes no writes.</summary>
    Standby,
}
