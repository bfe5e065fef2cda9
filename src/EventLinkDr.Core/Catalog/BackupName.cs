using System.Globalization;
using System.Text;

namespace EventLinkDr.Catalog;

/// <summary>File names of backups, the same as the old script's.</summary>
internal static class BackupName
{
    public const string Ending = ".sql.gz";

    private const string StampFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Longest name of a file on every file system we know, less room for the sidecars' endings.</summary>
    private const int MaximumBytes = 200;

    /// <param name="database">Name of the database.</param>
    /// <param name="time">Begin of the backup.</param>
    /// <param name="attempt">1, or 2 and more when the names before are taken.</param>
    public static string For(string database, DateTimeOffset time, int attempt)
    {
        var suffix = attempt == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{attempt}");
        return $"{Safe(database)}-{Stamp(time)}{suffix}{Ending}";
    }

    /// <summary>The time a name states; null when it states none.</summary>
    public static DateTimeOffset? TimeOf(string name) => Find(name)?.Time;

    /// <summary>The database a name states; null when it states none. Characters that a file name cannot hold are underscores in it.</summary>
    public static string? DatabaseOf(string name) => Find(name) is { At: > 0 and var at } ? name[..at] : null;

    /// <summary>The time as it stands in names.</summary>
    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString(StampFormat, CultureInfo.InvariantCulture);

    private static (int At, DateTimeOffset Time)? Find(string name)
    {
        // From the end: the name of a database may hold such a time itself.
        for (var i = name.LastIndexOf('-'); i >= 0; i = i > 0 ? name.LastIndexOf('-', i - 1) : -1)
        {
            if (name.Length >= i + 17 && DateTimeOffset.TryParseExact(name.AsSpan(i + 1, 16), StampFormat, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)) return (i, time);
        }

        return null;
    }

    /// <summary>Characters that some file system or shell takes for its own become underscores.</summary>
    private static string Safe(string database)
    {
        var text = new StringBuilder();
        foreach (var rune in database.EnumerateRunes())
        {
            var bad = rune.Value < 32 || rune.Value == 127 || "/\\:*?\"<>|".Contains((char)Math.Min(rune.Value, char.MaxValue), StringComparison.Ordinal);
            if (Encoding.UTF8.GetByteCount(text.ToString()) + rune.Utf8SequenceLength > MaximumBytes) break;
            if (bad) text.Append('_');
            else text.Append(rune.ToString());
        }

        var name = text.ToString().TrimStart('.', '-').TrimEnd(' ', '.');
        return name.Length == 0 ? "database" : name;
    }
}
