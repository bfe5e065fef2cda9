namespace EventLinkDr.Operations.Recovery;

/// <summary>What became of one step of a recovery.</summary>
/// <param name="Name">The step.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Begun">When it last began (UTC); null when it did not.</param>
/// <param name="Ended">When it ended; null while it has not.</param>
/// <param name="Detail">What was done, why it was left out, or how it failed.</param>
public sealed record RecoveryStepResult(RecoveryStepName Name, RecoveryStepStatus Status, DateTimeOffset? Begun = null, DateTimeOffset? Ended = null, string? Detail = null)
{
    /// <summary>How long it took; null while it has not ended.</summary>
    public TimeSpan? Duration => Ended - Begun;
}
