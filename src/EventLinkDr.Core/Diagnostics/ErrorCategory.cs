namespace EventLinkDr.Diagnostics;

/// <summary>What kind of failure an error is; the names are those of PowerShell's error categories.</summary>
public enum ErrorCategory
{
    /// <summary>The thing named does not exist.</summary>
    ObjectNotFound,
    /// <summary>The thing to be created exists already.</summary>
    ResourceExists,
    /// <summary>Somebody else is using the resource.</summary>
    ResourceBusy,
    /// <summary>No connection, or the connection was lost.</summary>
    ConnectionError,
    /// <summary>The other side did not accept who we are.</summary>
    AuthenticationError,
    /// <summary>The other side knows us and refuses.</summary>
    PermissionDenied,
    /// <summary>What was asked for makes no sense.</summary>
    InvalidArgument,
    /// <summary>Data does not have the form or the content it must have.</summary>
    InvalidData,
    /// <summary>A key does not fit or data was altered on purpose.</summary>
    SecurityError,
    /// <summary>The state of the system does not allow the operation.</summary>
    InvalidOperation,
    /// <summary>A deadline passed.</summary>
    OperationTimeout,
    /// <summary>The caller stopped the operation.</summary>
    OperationStopped,
    /// <summary>Space or another quantity has run out.</summary>
    LimitsExceeded,
    /// <summary>Reading failed.</summary>
    ReadError,
    /// <summary>Writing failed.</summary>
    WriteError,
    /// <summary>A program or a part that is needed is missing.</summary>
    NotInstalled,
}
