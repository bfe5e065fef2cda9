namespace EventLinkDr.Operations.Replication;

/// <summary>How a switch ended.</summary>
public enum SwitchOutcome
{
    /// <summary>The standby is the primary.</summary>
    Switched,
    /// <summary>The old primary is the primary again.</summary>
    RolledBack,
}
