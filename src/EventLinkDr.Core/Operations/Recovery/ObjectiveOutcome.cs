namespace EventLinkDr.Operations.Recovery;

/// <summary>Whether an objective was met.</summary>
public enum ObjectiveOutcome
{
    /// <summary>None was set.</summary>
    NotSet,
    /// <summary>Met.</summary>
    Met,
    /// <summary>Missed.</summary>
    Missed,
    /// <summary>What was to be measured could not be, or has not ended.</summary>
    Unknown,
}
