using System.Globalization;

namespace EventLinkDr.Postgres;

/// <summary>A PostgreSQL version as the server numbers it: 150018 is 15.18.</summary>
/// <param name="Number">The value of <c>server_version_num</c>.</param>
public readonly record struct PostgresVersion(int Number) : IComparable<PostgresVersion>
{
    /// <summary>The major version: 15 for 15.18.</summary>
    public int Major => Number / 10000;

    /// <summary>The minor version: 18 for 15.18.</summary>
    public int Minor => Number % 10000;

    /// <summary>Reads the first <c>major.minor</c> of a text such as <c>pg_dump (PostgreSQL) 15.18 (Debian …)</c>.</summary>
    /// <returns>Null when there is no version in it. A beta (<c>19beta1</c>) counts as its major version, minor 0.</returns>
    public static PostgresVersion? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text[i]) || (i > 0 && !char.IsWhiteSpace(text[i - 1]))) continue;
            var end = i;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
            if (!int.TryParse(text.AsSpan(i, end - i), NumberStyles.None, CultureInfo.InvariantCulture, out var major) || major is < 1 or > 999) continue;
            var minor = 0;
            if (end < text.Length && text[end] == '.')
            {
                var last = end + 1;
                while (last < text.Length && char.IsAsciiDigit(text[last])) last++;
                _ = int.TryParse(text.AsSpan(end + 1, last - end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out minor);
            }

            return new PostgresVersion(major * 10000 + minor);
        }

        return null;
    }

    /// <inheritdoc/>
    public int CompareTo(PostgresVersion other) => Number.CompareTo(other.Number);

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(PostgresVersion left, PostgresVersion right) => left.Number < right.Number;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(PostgresVersion left, PostgresVersion right) => left.Number > right.Number;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(PostgresVersion left, PostgresVersion right) => left.Number <= right.Number;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(PostgresVersion left, PostgresVersion right) => left.Number >= right.Number;

    /// <summary><c>15.18</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
