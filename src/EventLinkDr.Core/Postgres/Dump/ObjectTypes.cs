using System.Text;

namespace EventLinkDr.Postgres.Dump;

/// <summary>Reads which kind of object a statement is about.</summary>
internal static class ObjectTypes
{
    private static readonly HashSet<string> Modifiers =
    [
        "OR", "REPLACE", "TEMP", "TEMPORARY", "GLOBAL", "LOCAL", "UNLOGGED", "UNIQUE", "RECURSIVE", "TRUSTED", "PROCEDURAL", "CONCURRENTLY",
    ];

    private static readonly HashSet<string> FirstOfTwo = ["MATERIALIZED", "EVENT", "TEXT", "FOREIGN", "ACCESS", "LARGE"];

    private static readonly HashSet<string> SecondWords = ["CLASS", "FAMILY", "MAPPING", "PRIVILEGES", "TRIGGER", "CONVERSION"];

    /// <summary>Reads the words of the type that follow the verb at hand, in upper case; stops at the token behind them.</summary>
    public static string Read(ref SqlTokens tokens)
    {
        var type = NextWord(ref tokens);
        while (Modifiers.Contains(type)) type = NextWord(ref tokens);
        if (type.Length == 0) return type;
        if (FirstOfTwo.Contains(type))
        {
            var second = NextWord(ref tokens);
            type = $"{type} {second}";
            if (second is "SEARCH" or "DATA") type = $"{type} {NextWord(ref tokens)}";
            tokens.Next();
            return type;
        }

        var ahead = NextWord(ref tokens);
        // "USER MAPPING", "OPERATOR CLASS", "DEFAULT PRIVILEGES"; CONSTRAINT TRIGGER and DEFAULT CONVERSION are a trigger and a conversion.
        if (!SecondWords.Contains(ahead) || type is not ("USER" or "OPERATOR" or "DEFAULT" or "CONSTRAINT")) return type;
        tokens.Next();
        return ahead is "TRIGGER" or "CONVERSION" ? ahead : $"{type} {ahead}";
    }

    private static string NextWord(ref SqlTokens tokens) =>
        tokens.Next() && tokens.Kind == SqlTokenKind.Word ? Encoding.Latin1.GetString(tokens.Raw).ToUpperInvariant() : "";
}
