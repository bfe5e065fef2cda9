using System.Globalization;
using System.Text;
using System.Xml.Linq;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Build.Reference;

/// <summary><c>docs/reference/exit-codes.md</c>, from the enumeration and its comments.</summary>
internal static class ExitCodePage
{
    public static string Write()
    {
        var comments = XDocument.Load(Path.ChangeExtension(typeof(ExitCode).Assembly.Location, ".xml")).Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")?.Value.Trim() ?? "");
        var page = new StringBuilder();
        page.Append(
            """
            # Exit codes of `eventlinkdr`

            Made from `ExitCode` by `./build.sh docs`; a test holds the two together. The numbers never change. Which error gives which code
            stands in [errors.md](errors.md).

            | code | name | what it means |
            |---|---|---|

            """);
        foreach (var code in Enum.GetValues<ExitCode>())
            page.Append(CultureInfo.InvariantCulture, $"| {(int)code} | {code} | {comments[$"F:{typeof(ExitCode).FullName}.{code}"]} |\n");
        return page.Replace("\r\n", "\n").ToString();
    }
}
