using System.Text;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Hosting;

/// <summary>
/// Expands variables as compose does: <c>$NAME</c>, <c>${NAME}</c>, with a default (<c>:-</c>, <c>-</c>), a replacement (<c>:+</c>, <c>+</c>)
/// or a complaint (<c>:?</c>, <c>?</c>), nested too; <c>$$</c> is a dollar.
/// </summary>
internal static class VariableExpansion
{
    /// <param name="text">Text with variables.</param>
    /// <param name="lookUp">Value of a variable; null when it is not set.</param>
    /// <exception cref="DrException"><c>TargetInvalid</c>; quotes nothing but names.</exception>
    public static string Expand(string text, Func<string, string?> lookUp)
    {
        if (!text.Contains('$', StringComparison.Ordinal)) return text;
        var result = new StringBuilder();
        var at = 0;
        while (at < text.Length)
        {
            var c = text[at++];
            if (c != '$') result.Append(c);
            else if (at < text.Length && text[at] == '$') result.Append(text[at++]);
            else if (at < text.Length && text[at] == '{') result.Append(Braced(text, ref at, lookUp));
            else if (at < text.Length && IsNameStart(text[at])) result.Append(lookUp(Name(text, ref at)));
            else throw Invalid("a $ that begins no variable");
        }

        return result.ToString();
    }

    private static string? Braced(string text, ref int at, Func<string, string?> lookUp)
    {
        at++;
        if (at == text.Length || !IsNameStart(text[at])) throw Invalid("a ${ without a name");
        var name = Name(text, ref at);
        var value = lookUp(name);
        var emptyCounts = at < text.Length && text[at] == ':';
        if (emptyCounts) at++;
        var isSet = emptyCounts ? !string.IsNullOrEmpty(value) : value is not null;
        var operation = at < text.Length ? text[at++] : '\0';
        if (operation == '}' && !emptyCounts) return value;
        if (operation is not ('-' or '+' or '?')) throw Invalid($"an expression of {name} that is not one");
        var word = text[at..Close(text, at)];
        at += word.Length + 1;
        return operation switch
        {
            '-' => isSet ? value : Expand(word, lookUp),
            '+' => isSet ? Expand(word, lookUp) : "",
            _ => isSet ? value : throw Invalid($"no value for {name}, which must have one"),
        };
    }

    /// <summary>The brace that ends an expression; those of expressions inside it come first.</summary>
    private static int Close(string text, int at)
    {
        var depth = 1;
        for (; at < text.Length; at++)
        {
            if (text[at] == '$' && at + 1 < text.Length && text[at + 1] == '{') depth++;
            else if (text[at] == '}' && --depth == 0) return at;
        }

        throw Invalid("a ${ that is not closed");
    }

    private static string Name(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (IsNameStart(text[at]) || char.IsAsciiDigit(text[at]))) at++;
        return text[start..at];
    }

    private static bool IsNameStart(char c) => c == '_' || char.IsAsciiLetter(c);

    private static DrException Invalid(string what) => new(ErrorTable.TargetInvalid, $"the configuration has {what}");
}
