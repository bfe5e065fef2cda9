using System.Globalization;
using System.Text;

namespace EventLinkDr.Postgres.Databases;

/// <summary>Names made out of a database's name. The server cuts longer ones silently, and then means another database.</summary>
internal static class DatabaseName
{
    /// <summary>Longest name the server keeps, in bytes.</summary>
    public const int MaxBytes = 63;

    /// <summary>The name a database is restored under: <c>eventlink_restore_20261123t074500z</c>.</summary>
    public static string Restore(string database, DateTimeOffset time, IReadOnlyCollection<string> taken) => Free(database, "_restore_", time, taken);

    /// <summary>The name a replaced database is kept under: <c>eventlink_before_20261123t074500z</c>.</summary>
    public static string Before(string database, DateTimeOffset time, IReadOnlyCollection<string> taken) => Free(database, "_before_", time, taken);

    /// <summary>A name for a copy that nobody has named.</summary>
    public static string Copy(string database, DateTimeOffset time, IReadOnlyCollection<string> taken) => Free(database, "_copy_", time, taken);

    /// <summary>Whether a name is one that would be made here for the database; it proves nothing about who made it.</summary>
    public static bool LooksMadeFor(string name, string database) => Stamped(name, database, "_restore_") || Stamped(name, database, "_before_");

    /// <summary>The name, cut at a character's boundary so that it fits with the suffix.</summary>
    public static string Fit(string name, string suffix)
    {
        var room = MaxBytes - Encoding.UTF8.GetByteCount(suffix);
        var kept = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0) break;
            kept += rune.Utf16SequenceLength;
        }

        return string.Concat(name.AsSpan(0, kept), suffix);
    }

    /// <summary>Whether the server keeps the name as it is.</summary>
    public static bool IsUsable(string name) =>
        name.Length > 0 && !name.Contains('\0', StringComparison.Ordinal) && Encoding.UTF8.GetByteCount(name) <= MaxBytes;

    // Lower case, so that the name can be typed into psql without quotes.
    private static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd't'HHmmss'z'", CultureInfo.InvariantCulture);

    private static string Free(string database, string kind, DateTimeOffset time, IReadOnlyCollection<string> taken)
    {
        var name = Fit(database, kind + Stamp(time));
        for (var i = 2; taken.Contains(name, StringComparer.Ordinal); i++)
            name = Fit(database, string.Create(CultureInfo.InvariantCulture, $"{kind}{Stamp(time)}_{i}"));
        return name;
    }

    private static bool Stamped(string name, string database, string kind)
    {
        var at = name.LastIndexOf(kind, StringComparison.Ordinal);
        if (at < 0 || Fit(database, name[at..]) != name) return false;
        var stamp = name.AsSpan(at + kind.Length);
        if (stamp.Length < 16 || stamp[8] != 't' || stamp[15] != 'z') return false;
        for (var i = 0; i < 15; i++)
            if (i != 8 && !char.IsAsciiDigit(stamp[i])) return false;
        return stamp.Length == 16 || (stamp[16] == '_' && int.TryParse(stamp[17..], NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }
}
