namespace EventLinkDr.Operations.Retention;

/// <summary>What a policy says about a backup.</summary>
public enum RetentionVerdict
{
    /// <summary>It stays.</summary>
    Keep,
    /// <summary>It goes.</summary>
    Expire,
}
