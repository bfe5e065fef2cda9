using EventLinkDr.Model;

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

    /// <summary>Only complete ones.</summary>
    internal bool Complete { get; init; }

    /// <summary>How many it gives at most; null for no limit.</summary>
    internal int? Limit => Latest ? 1 : Last;

    /// <summary>Those that fit, newest first; for a front end that lists more than one place.</summary>
    public IReadOnlyList<BackupSet> Apply(IEnumerable<BackupSet> sets)
    {
        var listed = sets.Where(set => NamePattern.Fits(set.Name, Name) && (!Complete || set.State == BackupState.Complete))
            .Where(set => (Before is null || set.Time < Before) && (After is null || set.Time > After))
            .OrderByDescending(set => set.Time).ThenByDescending(set => set.Name, StringComparer.Ordinal);
        if (Latest) return [.. listed.Where(set => set.State is BackupState.Complete or BackupState.Foreign).Take(1)];
        return Last is { } last ? [.. listed.Take(last)] : [.. listed];
    }
}
