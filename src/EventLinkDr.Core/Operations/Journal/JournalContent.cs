namespace EventLinkDr.Operations.Journal;

/// <summary>What a journal says.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Operation">What is done: <c>switch</c>.</param>
/// <param name="Subject">What it is done to, for a person.</param>
/// <param name="ToolVersion">Version of this software.</param>
/// <param name="Host">Host of the run.</param>
/// <param name="Begun">When it began (UTC).</param>
/// <param name="Facts">What later steps, and a later command, must know of the earlier ones. Never a secret.</param>
internal sealed record JournalContent<TFacts>(Guid Run, string Operation, string Subject, string ToolVersion, string Host, DateTimeOffset Begun, TFacts Facts)
{
    /// <summary>The steps that were begun, in order.</summary>
    public IReadOnlyList<JournalStep> Steps { get; init; } = [];

    /// <summary>When the run ended, one way or another; null while it has not.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>How it ended.</summary>
    public string? Outcome { get; init; }

    public bool HasBegun(string step) => Steps.Any(entry => entry.Name == step);

    public bool HasEnded(string step) => Steps.Any(entry => entry.Name == step && entry.Ended is not null);

    /// <summary>Where it stopped, for a person: <c>in step promote</c>, <c>after step fence</c>, <c>before its first step</c>.</summary>
    public string Place() =>
        Steps.LastOrDefault(step => step.Ended is null) is { } broken ? "in step " + broken.Name : Steps.Count > 0 ? "after step " + Steps[^1].Name : "before its first step";
}
