namespace EventLinkDr.Operations.Restore;

/// <summary>What of a backup is loaded, and how.</summary>
internal sealed record LoadRequest
{
    /// <summary>Sessions.</summary>
    public required int Jobs { get; init; }

    /// <summary>The tables wanted (<c>schema.name</c>); empty for all.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>Roles whose owners and grants are left out.</summary>
    public IReadOnlySet<string> MissingRoles { get; init; } = new HashSet<string>();
}
