using EventLinkDr.Diagnostics;

namespace EventLinkDr.Storage;

/// <summary>A failure of a store, and whether trying again may help.</summary>
public class StoreException(ErrorKind kind, string what, Exception? inner = null) : DrException(kind, what, inner)
{
    /// <summary>Whether the same request may succeed later: the connection broke, the service was busy.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How long the service asked to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The service's own word for it; null when it had none.</summary>
    public string? Code { get; init; }
}
