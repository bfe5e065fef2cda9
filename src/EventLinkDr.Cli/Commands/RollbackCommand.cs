using System.CommandLine;
using System.Globalization;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Rollback;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr rollback list|remove</c>: the databases that restores replaced and kept.</summary>
internal static class RollbackCommand
{
    public static Command Create(Terminal terminal) =>
        new("rollback", "The databases that restores replaced and kept.") { CreateList(terminal), CreateRemove(terminal) };

    private static Command CreateList(Terminal terminal)
    {
        var command = new Command("list", "List them, newest first.");
        var targets = new TargetOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var deployment = await run.ConnectAsync(targets).ConfigureAwait(false);
            await using (deployment.ConfigureAwait(false))
            {
                var kept = await new RollbackCatalog(deployment).ListAsync(run.CancellationToken).ConfigureAwait(false);
                run.Show(kept, () => kept.Count == 0 ? $"no database was kept for {deployment.Target.Database}" : Describe(kept));
                return ExitCode.Success;
            }
        });
        return command;
    }

    private static Command CreateRemove(Terminal terminal)
    {
        var names = new Argument<string[]>("name") { Description = "Names of kept databases.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("remove", "Drop kept databases. They cannot be brought back.") { names };
        var targets = new TargetOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var deployment = await run.ConnectAsync(targets).ConfigureAwait(false);
            await using (deployment.ConfigureAwait(false))
            {
                var removal = new RollbackRemoval(deployment);
                var plan = await removal.PrepareAsync(run.Parsed.GetValue(names)!, run.CancellationToken).ConfigureAwait(false);
                if (!await run.ApproveAsync(plan, ask: true).ConfigureAwait(false)) return ExitCode.Success;
                var dropped = await removal.RunAsync(plan, run.Observer, run.CancellationToken).ConfigureAwait(false);
                run.Show(dropped, () => "dropped " + string.Join(", ", dropped));
                return ExitCode.Success;
            }
        });
        return command;
    }

    private static string Describe(IReadOnlyList<KeptDatabase> kept) => TextTable.Of(
    [
        ["NAME", "REPLACED", "SIZE", "SESSIONS"],
        .. kept.Select(database => new[]
        {
            database.Name, database.Replaced.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            database.Size is { } size ? Readable.Size(size) : "", database.Sessions.ToString(CultureInfo.InvariantCulture),
        }),
    ]);
}
