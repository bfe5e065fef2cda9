using System.Globalization;
using System.Text;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Build.Reference;

/// <summary><c>docs/reference/errors.md</c>, from the table of errors.</summary>
internal static class ErrorPage
{
    public static string Write()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Errors

            Made from `ErrorTable` by `./build.sh docs`; a test holds the two together.

            Every failure carries one of these ids. They are added, never renamed, so scripts may test for them: `$_.FullyQualifiedErrorId` begins
            with the id in PowerShell, the command line writes `error [Id]: …` and with `--json` an object `error` with the member `id`.
            The message itself says what was expected, what was found and what to do in the case at hand; below stands what holds in general.

            | id | category | exit code | what it means | what to do |
            |---|---|---|---|---|

            """);
        foreach (var kind in ErrorTable.All)
            page.Append(CultureInfo.InvariantCulture, $"| `{kind.Id}` | {kind.Category} | {(int)kind.ExitCode} | {Cell(kind.Meaning)} | {Cell(kind.Remedy)} |\n");
        return page.Replace("\r\n", "\n").ToString();
    }

    /// <summary>A bar would end the cell.</summary>
    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
