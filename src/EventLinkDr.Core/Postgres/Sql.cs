namespace EventLinkDr.Postgres;

/// <summary>Quoting of names and texts in SQL.</summary>
internal static class Sql
{
    /// <summary>A name in double quotes, always quoted.</summary>
    public static string Name(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>A name with its schema.</summary>
    public static string Name(string schema, string name) => Name(schema) + "." + Name(name);

    /// <summary>A text in single quotes; the E form where it holds a backslash, so that it means the same under any setting.</summary>
    public static string Text(string text)
    {
        var quoted = "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
        return quoted.Contains('\\', StringComparison.Ordinal) ? " E" + quoted.Replace("\\", "\\\\", StringComparison.Ordinal) : quoted;
    }
}
