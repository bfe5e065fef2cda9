using System.Text;

namespace EventLinkDr.Postgres.Databases;

/// <summary>One item of a database's access privileges, as the server prints it: <c>grantee=CTc*/grantor</c>.</summary>
/// <param name="Grantee">Role; null for PUBLIC.</param>
/// <param name="Grantor">Role that granted.</param>
/// <param name="Privileges">Privileges without the right to grant them on.</param>
/// <param name="Grantable">Privileges with it.</param>
internal sealed record PrivilegeItem(string? Grantee, string Grantor, IReadOnlyList<string> Privileges, IReadOnlyList<string> Grantable)
{
    /// <exception cref="FormatException">The text is no such item.</exception>
    public static PrivilegeItem Parse(string item)
    {
        var at = 0;
        var grantee = ReadName(item, ref at);
        Expect(item, ref at, '=');
        List<string> plain = [], grantable = [];
        while (at < item.Length && item[at] != '/')
        {
            var privilege = NameOf(item, item[at++]);
            var target = plain;
            if (at < item.Length && item[at] == '*')
            {
                target = grantable;
                at++;
            }

            target.Add(privilege);
        }

        Expect(item, ref at, '/');
        var grantor = ReadName(item, ref at);
        if (at != item.Length || grantor.Length == 0) throw Malformed(item);
        return new PrivilegeItem(grantee.Length == 0 ? null : grantee, grantor, plain, grantable);
    }

    private static string NameOf(string item, char letter) => letter switch
    {
        'C' => "CREATE",
        'T' => "TEMPORARY",
        'c' => "CONNECT",
        _ => throw Malformed(item),
    };

    private static string ReadName(string item, ref int at)
    {
        var name = new StringBuilder();
        var quoted = false;
        for (; at < item.Length; at++)
        {
            if (item[at] == '"')
            {
                // Two quotes are one quote within a quoted name.
                if (quoted && at + 1 < item.Length && item[at + 1] == '"') name.Append(item[at++]);
                else quoted = !quoted;
            }
            else if (!quoted && item[at] is '=' or '/')
            {
                break;
            }
            else
            {
                name.Append(item[at]);
            }
        }

        return quoted ? throw Malformed(item) : name.ToString();
    }

    private static void Expect(string item, ref int at, char expected)
    {
        if (at >= item.Length || item[at++] != expected) throw Malformed(item);
    }

    private static FormatException Malformed(string item) => new($"'{item}' is no access privilege of a database.");
}
