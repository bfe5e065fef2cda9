using System.CommandLine;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Rollback;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr undo</c>: back to the database that a restore replaced.</summary>
internal static class UndoCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string?>("name") { Description = "The kept database; the newest when none is named.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("undo", "Go back to the database that the last restore replaced. The one that serves now is kept.") { name };
        var targets = new TargetOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var deployment = await run.ConnectAsync(targets, startDatabase: true).ConfigureAwait(false);
            await using (deployment.ConfigureAwait(false))
            {
                var operation = new UndoOperation(deployment);
                var plan = await operation.PrepareAsync(run.Parsed.GetValue(name), run.CancellationToken).ConfigureAwait(false);
                if (!await run.ApproveAsync(plan, ask: true).ConfigureAwait(false)) return ExitCode.Success;
                var result = await operation.RunAsync(plan, run.Observer, run.CancellationToken).ConfigureAwait(false);
                run.Show(result, () => TextTable.OfPairs(
                    ("database", result.Database),
                    ("content of", result.Restored),
                    ("kept", result.PreviousDatabase),
                    ("services", result.Services.Count == 0 ? null : string.Join(", ", result.Services)),
                    ("took", Readable.Duration(result.Duration))));
                return ExitCode.Success;
            }
        });
        return command;
    }
}
