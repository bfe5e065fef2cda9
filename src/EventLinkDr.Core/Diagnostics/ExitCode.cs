namespace EventLinkDr.Diagnostics;

/// <summary>Exit codes of the command line. Their numbers never change.</summary>
public enum ExitCode
{
    /// <summary>Done, and proven where proof belongs to the operation.</summary>
    Success = 0,
    /// <summary>Failed for a reason that has no code of its own.</summary>
    Failed = 1,
    /// <summary>The command line or the configuration is wrong; nothing was tried.</summary>
    Usage = 2,
    /// <summary>A precondition does not hold; nothing was changed.</summary>
    Precondition = 3,
    /// <summary>A backup is damaged, incomplete or does not say what its manifest says.</summary>
    BadBackup = 4,
    /// <summary>The server, the engine or the store was not reachable or refused us.</summary>
    Unreachable = 5,
    /// <summary>Something else is at work on the same thing.</summary>
    Busy = 6,
    /// <summary>A proof or a check failed.</summary>
    NotProven = 7,
    /// <summary>A question was not answered with yes.</summary>
    Declined = 8,
    /// <summary>Stopped by the caller (Ctrl+C).</summary>
    Cancelled = 130,
}
