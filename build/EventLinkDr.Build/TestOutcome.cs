namespace EventLinkDr.Build;

/// <summary>What a suite of tests came to: its counts, and each failure in a line or two, so that the end of a long log names them.</summary>
internal sealed record TestOutcome(TestCounts Counts, IReadOnlyList<string> Failures)
{
    public static TestOutcome Empty { get; } = new(default, []);

    /// <summary>A suite that did not come to its own end.</summary>
    public static TestOutcome Broken(string complaint) => new(TestCounts.OneFailure, [complaint]);

    public static TestOutcome operator +(TestOutcome left, TestOutcome right) =>
        new(left.Counts + right.Counts, [.. left.Failures, .. right.Failures]);
}
