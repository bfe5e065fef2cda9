using System.CommandLine;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Encryption;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr key</c>: keys for encrypted backups.</summary>
internal static class KeyCommand
{
    public static Command Create(Terminal terminal) => new("key", "Keys for encrypted backups.") { CreateNew(terminal) };

    private static Command CreateNew(Terminal terminal)
    {
        var path = new Argument<string>("file") { Description = "The identity file to make; one that exists is never replaced." };
        var command = new Command("new", "Make a key pair: the secret half into a file that only its owner may read, the public half on standard output.") { path };
        CommandRun.Set(command, terminal, async run =>
        {
            var operation = new NewKeyOperation(run.Adapters.Cipher);
            var plan = NewKeyOperation.Prepare(Path.GetFullPath(run.Parsed.GetRequiredValue(path)));
            if (!await run.ApproveAsync(plan, ask: false).ConfigureAwait(false)) return ExitCode.Success;
            var key = operation.Run(plan, run.Observer);
            run.Show(key, () => TextTable.OfPairs(("recipient", key.Recipient), ("identity file", $"{key.Path} (keep a copy away from this host)")));
            return ExitCode.Success;
        });
        return command;
    }
}
