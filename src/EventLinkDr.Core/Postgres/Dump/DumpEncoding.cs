using System.Text;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Dump;

/// <summary>The encodings a dump can be in. Its bytes go through unchanged; names are decoded only to be shown and compared.</summary>
internal static class DumpEncoding
{
    /// <summary>Encodings of clients only: a second byte may look like a quote or a backslash, so text cannot be split as bytes.</summary>
    private static readonly HashSet<string> ClientOnly =
    [
        "sjis", "mskanji", "shiftjis", "shiftjis2004", "win932", "windows932", "big5", "win950", "windows950", "gbk", "win936", "windows936",
        "uhc", "win949", "windows949", "gb18030", "johab",
    ];

    private static readonly Dictionary<string, int> CodePages = new(StringComparer.Ordinal)
    {
        ["utf8"] = 65001, ["unicode"] = 65001, ["sqlascii"] = 65001,
        ["latin1"] = 28591, ["latin2"] = 28592, ["latin3"] = 28593, ["latin4"] = 28594, ["latin5"] = 28599, ["latin7"] = 28603, ["latin9"] = 28605,
        ["iso88591"] = 28591, ["iso88592"] = 28592, ["iso88595"] = 28595, ["iso88596"] = 28596, ["iso88597"] = 28597, ["iso88598"] = 28598,
        ["win1250"] = 1250, ["win1251"] = 1251, ["win"] = 1251, ["win1252"] = 1252, ["win1253"] = 1253, ["win1254"] = 1254, ["win1255"] = 1255,
        ["win1256"] = 1256, ["win1257"] = 1257, ["win1258"] = 1258, ["win866"] = 866, ["win874"] = 874, ["koi8r"] = 20866, ["koi8u"] = 21866,
        ["eucjp"] = 20932, ["euccn"] = 51936, ["euckr"] = 51949,
    };

    /// <summary>Refuses what cannot be passed through.</summary>
    /// <exception cref="DrException"><c>DumpEncodingUnsupported</c>.</exception>
    public static void Check(string name, string place)
    {
        if (!ClientOnly.Contains(Plain(name))) return;
        throw new DrException(ErrorTable.DumpEncodingUnsupported, $"{place} declares an encoding that exists on clients only") { Found = name };
    }

    /// <summary>For showing and comparing names. Where .NET does not know the encoding, letters outside ASCII become question marks.</summary>
    public static Encoding For(string? name) =>
        name is not null && CodePages.TryGetValue(Plain(name), out var page)
            ? page == 65001 ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(page) ?? (page == 28591 ? Encoding.Latin1 : Encoding.ASCII)
            : name is null ? Encoding.UTF8 : Encoding.ASCII;

    /// <summary>Whether two names mean the same encoding.</summary>
    public static bool AreSame(string left, string right) => Canonical(left) == Canonical(right);

    private static string Canonical(string name) => Plain(name) is var plain && plain == "unicode" ? "utf8" : plain;

    private static string Plain(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
}
