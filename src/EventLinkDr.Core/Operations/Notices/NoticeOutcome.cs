namespace EventLinkDr.Operations.Notices;

/// <summary>How an operation ended.</summary>
public enum NoticeOutcome
{
    /// <summary>Everything was done, and proven where proof belongs to it.</summary>
    Succeeded,
    /// <summary>Something was not.</summary>
    Failed,
}
