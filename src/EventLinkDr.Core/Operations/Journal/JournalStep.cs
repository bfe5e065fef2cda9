namespace EventLinkDr.Operations.Journal;

/// <summary>A step of a run.</summary>
/// <param name="Name">The step.</param>
/// <param name="Begun">When it last began (UTC).</param>
/// <param name="Ended">When it ended; null while it runs, or when it was interrupted.</param>
public sealed record JournalStep(string Name, DateTimeOffset Begun, DateTimeOffset? Ended);
