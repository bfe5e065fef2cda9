namespace EventLinkDr.Operations.Retention;

/// <summary>Which backups go: those a policy does not keep, or those that are named.</summary>
public sealed record RemovalOptions
{
    /// <summary>The policy; null when the backups are named.</summary>
    public RetentionPolicy? Policy { get; init; }

    /// <summary>Names, with wildcards. With a policy it is applied to these alone and to no others; empty for all.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Whether foreign, incomplete and damaged ones that are named may go.</summary>
    public bool IncludeIncomplete { get; init; }
}
