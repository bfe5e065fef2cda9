using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Postgres.Load;

/// <summary>A statement that was left out.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="What">What it is, by names only.</param>
/// <param name="Why">Why it was left out.</param>
internal sealed record SkippedStatement(DumpPlace Place, string What, string Why)
{
    /// <summary>One sentence without its full stop.</summary>
    public override string ToString() => $"{What} ({Place}) was left out: {Why}";
}
