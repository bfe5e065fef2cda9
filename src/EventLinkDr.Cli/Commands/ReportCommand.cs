using System.CommandLine;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Operations.Reporting;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr report</c>: the last recovery, out of its journal.</summary>
internal static class ReportCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The file, HTML or .md; or a directory." };
        var journal = new Option<string?>("--journal") { Description = "The recovery's journal: file, directory or address; the one in the state directory, by deployment.", HelpName = "path" };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there." };
        var command = new Command("report", "Write a report of the last recovery of a deployment, ended or not.") { file, journal, force };
        var targets = new TargetOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var target = await run.ResolveAsync(targets).ConfigureAwait(false);
            var path = run.Parsed.GetValue(journal);
            var result = await RecoveryJournal.ReadLastAsync(target, path, run.Adapters.Stores, run.CancellationToken).ConfigureAwait(false)
                ?? throw new DrException(ErrorTable.RecoveryNotFound, $"there is no journal {RecoveryJournal.PathOf(target, path)}") { Remedy = "Name the journal: --journal.", Subject = target };
            var plan = ReportOperation.Prepare(result, run.Parsed.GetRequiredValue(file), run.Parsed.GetValue(force));
            if (!await run.ApproveAsync(plan, ask: false).ConfigureAwait(false)) return ExitCode.Success;
            var written = ReportOperation.Run(plan);
            run.Show(written, () => TextTable.OfPairs(("report", written.Path), ("verdict", written.Verdict), ("size", Readable.Size(written.Size))));
            return ExitCode.Success;
        });
        return command;
    }
}
