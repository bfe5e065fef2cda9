using System.Text;

namespace EventLinkDr.Postgres.Dump;

/// <summary>Finds the statements that decide whether a backslash escapes in plain quotes.</summary>
internal static class StringsSetting
{
    private const string Parameter = "standard_conforming_strings";

    /// <summary>The value a statement gives to <c>standard_conforming_strings</c>; null when it does not touch it.</summary>
    public static bool? Find(ReadOnlySpan<byte> statement)
    {
        // Most statements need no closer look.
        if (statement.IsEmpty || SqlBytes.Lower(statement[0]) is not ((byte)'s' or (byte)'r') || statement.Length > 400) return null;
        var change = SessionChange.Read(statement, backslashEscapes: false, Encoding.Latin1);
        if (change?.Parameter != Parameter) return null;
        return change.Value is null || change.Value.ToUpperInvariant() is "ON" or "TRUE" or "YES" or "1" or "T" or "Y";
    }
}
