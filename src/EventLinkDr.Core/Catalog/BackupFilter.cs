namespace EventLinkDr.Catalog;

/// <summary>Which backups a listing shows; every condition given must hold.</summary>
public sealed record BackupFilter
{
    /// <summary>Everything.</summary>
    public static BackupFilter All { get; } = new();

    /// <summary>Only the newest that can be restored: the newest Complete or Foreign one.</summary>
    public bool Latest { get; init; }

    /// <summary>Only so many, the newest; null for no limit.</summary>
    public int? Last { get; init; }

    /// <summary>Only those taken before this instant.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Only those taken after this instant.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Only names that fit one of these; <c>*</c> and <c>?</c> stand for any text and any character, case does not count. Empty for all.</summary>
    public IReadOnlyList<string> Name { get; init; } = [];
}
