using System.CommandLine;
using EventLinkDr.Cli.Input;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Pins;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr pin</c> and <c>unpin</c>: exempt a backup from retention, and end that.</summary>
internal static class PinCommand
{
    public static Command CreatePin(Terminal terminal)
    {
        var reason = new Option<string?>("--reason") { Description = "Why, kept beside the backup for those who wonder later.", HelpName = "text" };
        return Create(terminal, new Command("pin", "Exempt a backup from retention.") { reason }, pin: true, reason);
    }

    public static Command CreateUnpin(Terminal terminal) => Create(terminal, new Command("unpin", "Let retention decide about a backup again."), pin: false, null);

    private static Command Create(Terminal terminal, Command command, bool pin, Option<string?>? reason)
    {
        var backup = new BackupArgument(command, isOptional: false);
        CommandRun.Set(command, terminal, async run =>
        {
            var (store, name) = await backup.ReadAsync(run.Parsed, run.Adapters.Stores, run.CancellationToken).ConfigureAwait(false);
            await using var _ = store.ConfigureAwait(false);
            var operation = new PinOperation(store);
            var plan = await operation.PrepareAsync(name, pin, reason is null ? null : run.Parsed.GetValue(reason), run.CancellationToken).ConfigureAwait(false);
            if (!await run.ApproveAsync(plan, ask: false).ConfigureAwait(false)) return ExitCode.Success;
            var set = await operation.RunAsync(plan, run.CancellationToken).ConfigureAwait(false);
            run.Show(set, () => $"{set.Name} is {(set.Pinned ? "pinned" : "not pinned")}");
            return ExitCode.Success;
        });
        return command;
    }
}
