using System.CommandLine;
using System.Globalization;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr target</c>: which database is meant.</summary>
internal static class TargetCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("target", "Say which database is meant, and how it is reached.");
        var targets = new TargetOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var target = await run.ResolveAsync(targets).ConfigureAwait(false);
            run.Show(target, () => TextTable.OfPairs(
                ("database", target.Database),
                ("user", target.Username),
                ("host", target.Host),
                ("port", target.Port.ToString(CultureInfo.InvariantCulture)),
                ("container", target.Container),
                ("project", target.Project),
                ("directory", target.ProjectDirectory),
                ("tls", target.SslMode),
                ("found in", target.Source.ToString())));
            return ExitCode.Success;
        });
        return command;
    }
}
