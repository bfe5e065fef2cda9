using System.CommandLine;
using System.Globalization;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr errors</c>: what the ids of errors mean.</summary>
internal static class ErrorsCommand
{
    public static Command Create(Terminal terminal)
    {
        var ids = new Argument<string[]>("id") { Description = "Ids, as an error shows them; all when left out.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("errors", "Explain errors: what an id means, which exit code it gives, and what to do.") { ids };
        CommandRun.Set(command, terminal, run =>
        {
            var named = run.Parsed.GetValue(ids) ?? [];
            IReadOnlyList<ErrorKind> kinds = named.Length == 0 ? ErrorTable.All : [.. named.Select(ErrorTable.Get)];
            // Numbers, and the command line's words, as in every error that --json gives.
            var rows = kinds.Select(kind => new { kind.Id, kind.Category, ExitCode = (int)kind.ExitCode, kind.Meaning, Remedy = CommandLineWords.Of(kind.Remedy) });
            run.Show(rows.ToList(), () => named.Length == 0 ? Listed(kinds) : string.Join(Environment.NewLine + Environment.NewLine, kinds.Select(Explained)));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static string Listed(IReadOnlyList<ErrorKind> kinds) =>
        TextTable.Of([["ID", "EXIT", "MEANING"], .. kinds.Select(kind => new[] { kind.Id, Number(kind), kind.Meaning })]);

    private static string Explained(ErrorKind kind) => TextTable.OfPairs(
        ("id", kind.Id),
        ("category", kind.Category.ToString()),
        ("exit code", $"{Number(kind)} ({kind.ExitCode})"),
        ("meaning", kind.Meaning),
        ("what to do", CommandLineWords.Of(kind.Remedy)));

    private static string Number(ErrorKind kind) => ((int)kind.ExitCode).ToString(CultureInfo.InvariantCulture);
}
