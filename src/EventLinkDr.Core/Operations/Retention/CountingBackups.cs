using EventLinkDr.Model;

namespace EventLinkDr.Operations.Retention;

/// <summary>How many backups count, and the newest of each database.</summary>
internal sealed class CountingBackups
{
    private readonly Dictionary<string, DateTimeOffset> _newest = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    /// <param name="newestFirst">Backups of one database.</param>
    public void Add(IReadOnlyList<BackupSet> newestFirst)
    {
        Count += newestFirst.Count;
        if (newestFirst.Count == 0) return;
        var database = newestFirst[0].Database ?? "";
        if (!_newest.TryGetValue(database, out var time) || newestFirst[0].Time > time) _newest[database] = newestFirst[0].Time;
    }

    /// <summary>Whether one of the same database is newer, or one of any when its database is not known.</summary>
    public bool HasNewerThan(BackupSet set) =>
        set.Database is null ? _newest.Values.Any(time => time > set.Time) : _newest.TryGetValue(set.Database, out var newest) && newest > set.Time;
}
