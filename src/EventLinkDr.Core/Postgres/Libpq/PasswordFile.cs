using System.Text;

namespace EventLinkDr.Postgres.Libpq;

/// <summary>A password file (<c>.pgpass</c>): lines of <c>host:port:database:user:password</c>; the first that fits counts.</summary>
internal static class PasswordFile
{
    /// <summary>The password for a connection; null when no line fits.</summary>
    public static string? Find(string text, string host, string port, string database, string user)
    {
        string[] wanted = [host, port, database, user];
        foreach (var line in text.Split('\n'))
        {
            var at = 0;
            if (line.StartsWith('#') || !Array.TrueForAll(wanted, value => FieldFits(line, ref at, value))) continue;
            return Password(line.AsSpan(at).TrimEnd('\r'));
        }

        return null;
    }

    /// <summary>Whether the field that begins at a place holds a value or <c>*</c>; moves behind its colon.</summary>
    private static bool FieldFits(string line, ref int at, string value)
    {
        var field = new StringBuilder();
        var start = at;
        for (; at < line.Length && line[at] != ':'; at++)
        {
            if (line[at] == '\\' && at + 1 < line.Length) at++;
            field.Append(line[at]);
        }

        if (at >= line.Length) return false;
        var raw = line.AsSpan(start, at - start);
        at++;
        // An escaped star is a name, not "any".
        return raw is "*" || field.ToString() == value;
    }

    private static string Password(ReadOnlySpan<char> rest)
    {
        var password = new StringBuilder();
        for (var i = 0; i < rest.Length && rest[i] != ':'; i++)
        {
            if (rest[i] == '\\' && i + 1 < rest.Length) i++;
            password.Append(rest[i]);
        }

        return password.ToString();
    }
}
