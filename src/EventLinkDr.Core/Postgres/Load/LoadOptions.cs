namespace EventLinkDr.Postgres.Load;

/// <summary>What of a dump is loaded, and how.</summary>
internal sealed record LoadOptions
{
    /// <summary>Sessions at most; one session of the caller's is always one.</summary>
    public int Jobs { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>The tables wanted (<c>schema.name</c>, partitions included); empty for everything.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Roles that do not exist: owners, grants and policies that name them are left out and reported.</summary>
    public IReadOnlySet<string> MissingRoles { get; init; } = new HashSet<string>();
}
