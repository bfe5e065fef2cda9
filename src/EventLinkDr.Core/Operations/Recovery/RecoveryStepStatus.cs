namespace EventLinkDr.Operations.Recovery;

/// <summary>What became of a step.</summary>
public enum RecoveryStepStatus
{
    /// <summary>Not begun.</summary>
    Pending,
    /// <summary>Begun and not ended: it runs, or was interrupted.</summary>
    Begun,
    /// <summary>Done.</summary>
    Done,
    /// <summary>Left out; the detail says why.</summary>
    Skipped,
    /// <summary>Failed; the detail says how.</summary>
    Failed,
}
