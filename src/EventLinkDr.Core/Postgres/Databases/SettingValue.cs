using System.Text;

namespace EventLinkDr.Postgres.Databases;

/// <summary>Writes the value of a setting the way <c>SET … TO</c> takes it back.</summary>
internal static class SettingValue
{
    // The parameters whose stored value is a list of quoted names; pg_dump knows the same ones.
    private static readonly HashSet<string> Lists = new(StringComparer.OrdinalIgnoreCase)
    {
        "local_preload_libraries", "search_path", "session_preload_libraries", "shared_preload_libraries", "temp_tablespaces", "unix_socket_directories",
    };

    public static string ToSql(string name, string value) =>
        Lists.Contains(name) && Split(value) is { Count: > 0 } elements ? string.Join(", ", elements.Select(Sql.Text)) : Sql.Text(value);

    /// <summary>Takes a list apart; null when it is malformed.</summary>
    private static List<string>? Split(string value)
    {
        var elements = new List<string>();
        var at = 0;
        while (true)
        {
            while (at < value.Length && char.IsWhiteSpace(value[at])) at++;
            if (at == value.Length) return elements.Count == 0 ? elements : null;
            var element = new StringBuilder();
            if (value[at] == '"')
            {
                for (at++; ; at++)
                {
                    if (at == value.Length) return null;
                    if (value[at] != '"') element.Append(value[at]);
                    else if (at + 1 < value.Length && value[at + 1] == '"') element.Append(value[at++]);
                    else break;
                }

                at++;
            }
            else
            {
                while (at < value.Length && value[at] != ',' && !char.IsWhiteSpace(value[at])) element.Append(value[at++]);
            }

            elements.Add(element.ToString());
            while (at < value.Length && char.IsWhiteSpace(value[at])) at++;
            if (at == value.Length) return elements;
            if (value[at++] != ',') return null;
        }
    }
}
