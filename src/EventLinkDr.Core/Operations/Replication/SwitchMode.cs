namespace EventLinkDr.Operations.Replication;

/// <summary>Why a standby takes over.</summary>
public enum SwitchMode
{
    /// <summary>Planned: nothing is lost.</summary>
    Switchover,
    /// <summary>The primary is lost, or cannot be waited for; what is lost is stated.</summary>
    Failover,
}
