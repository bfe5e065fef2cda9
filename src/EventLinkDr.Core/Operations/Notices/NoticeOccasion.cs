namespace EventLinkDr.Operations.Notices;

/// <summary>When a notice is sent.</summary>
public enum NoticeOccasion
{
    /// <summary>Whatever the outcome; so that silence is a sign, too.</summary>
    Always,
    /// <summary>Only when something failed.</summary>
    Failure,
}
