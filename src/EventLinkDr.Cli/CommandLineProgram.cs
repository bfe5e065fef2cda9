using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using EventLinkDr.Cli.Commands;
using EventLinkDr.Cli.Input;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Cli;

/// <summary>The program: its commands, and how a run begins and ends.</summary>
internal static class CommandLineProgram
{
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal)
    {
        var root = CreateRoot(terminal);
        var parsed = root.Parse(arguments);
        // With --help or --version beside it, a mistake does not matter.
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var error in parsed.Errors) await terminal.Error.WriteLineAsync($"error [{ErrorTable.CommandLineInvalid.Id}]: {Plain(error.Message)}").ConfigureAwait(false);
            await terminal.Error.WriteLineAsync($"  See what there is: eventlinkdr {CommandPath(parsed)}--help").ConfigureAwait(false);
            return (int)ErrorTable.CommandLineInvalid.ExitCode;
        }

        using var signals = new StopSignals();
        // Signals are ours: an operation may need longer than the parser would wait before it has cleaned up.
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Output, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(configuration, signals.Token).ConfigureAwait(false);
    }

    private static RootCommand CreateRoot(Terminal terminal)
    {
        var root = new RootCommand("Brings an EventLink PostgreSQL database back: proven backups, restores that replace nothing before the new data is proven, drills.")
        {
            TargetCommand.Create(terminal),
            BackupCommand.Create(terminal),
            ListCommand.Create(terminal),
            TestCommand.Create(terminal),
            RestoreCommand.Create(terminal),
            UndoCommand.Create(terminal),
            RollbackCommand.Create(terminal),
            MaintenanceCommand.Create(terminal),
            HealthCommand.Create(terminal),
            KeyCommand.Create(terminal),
            CopyCommand.Create(terminal),
            DrillCommand.Create(terminal),
            ReplicationCommand.Create(terminal),
            RemoveCommand.Create(terminal),
            PinCommand.CreatePin(terminal),
            PinCommand.CreateUnpin(terminal),
            RecoveryPointCommand.Create(terminal),
            SwitchCommand.Create(terminal),
            RecoverCommand.Create(terminal),
            SchemaCommand.Create(terminal),
            ReportCommand.Create(terminal),
            ErrorsCommand.Create(terminal),
        };
        CommonOptions.AddTo(root);
        return root;
    }

    /// <summary>The parser's message without the .NET type it expected.</summary>
    private static string Plain(string message) =>
        message.IndexOf(" as expected type ", StringComparison.Ordinal) is >= 0 and var type ? message[..type] + "." : message;

    private static string CommandPath(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var result = parsed.CommandResult; result?.Parent is not null; result = result.Parent as CommandResult) names.Push(result.Command.Name);
        return names.Count == 0 ? "" : string.Join(' ', names) + " ";
    }
}
