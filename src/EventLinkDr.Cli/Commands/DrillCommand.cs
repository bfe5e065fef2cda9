using System.CommandLine;
using System.Globalization;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Drill;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr drill</c>: a recovery, rehearsed and measured.</summary>
internal static class DrillCommand
{
    public static Command Create(Terminal terminal)
    {
        var scale = new Option<double>("--scale") { Description = "Size of the sample database: 1 is about 50 MB as plain SQL.", HelpName = "n", DefaultValueFactory = _ => 1 };
        scale.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<double>() is > 0 and <= 10_000) return;
            result.AddError("--scale takes a number above 0 and up to 10000.");
        });
        var jobs = JobsOption.Create("Sessions that back up, load and prove; the number of cores, at most 8.");
        var major = new Option<int?>("--postgres") { Description = "Major version of PostgreSQL; the newest at hand.", HelpName = "major" };
        var keep = new Option<bool>("--keep") { Description = "Leave server and backup standing." };
        var command = new Command("drill", "Rehearse a recovery on a throwaway server: back up, destroy, recover, prove, measure. With a deployment named: the runbook on a copy of it.") { scale, jobs, major, keep };
        var copy = new DeploymentDrillOptionSet(command);
        var notify = new NotifyOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            if (copy.NamesDeployment(run.Parsed))
            {
                Refuse(run.Parsed, [scale, major, keep], "is for a drill on a sample database; a deployment is named here");
                return await DeploymentDrillCommand.RunAsync(run, copy, run.Parsed.GetValue(jobs)).ConfigureAwait(false);
            }

            Refuse(run.Parsed, copy.Own, "is for a drill on a copy of a deployment, and none is named", "Name it: --project-directory, --container or --connection.");
            var plan = DrillOperation.Prepare(new DrillOptions
            {
                Scale = run.Parsed.GetValue(scale),
                Jobs = run.Parsed.GetValue(jobs),
                Major = run.Parsed.GetValue(major),
                Keep = run.Parsed.GetValue(keep),
            });
            if (!await run.ApproveAsync(plan, ask: false).ConfigureAwait(false)) return ExitCode.Success;
            var result = await new DrillOperation(run.Adapters).RunAsync(plan, run.Observer, run.CancellationToken).ConfigureAwait(false);
            run.Show(result, () => Describe(result));
            return result.Passed ? ExitCode.Success : ExitCode.NotProven;
        }, notify);
        return command;
    }

    /// <exception cref="DrException"><c>OptionsInvalid</c>.</exception>
    private static void Refuse(ParseResult parsed, IEnumerable<Symbol> symbols, string why, string? remedy = null)
    {
        if (symbols.FirstOrDefault(symbol => IsGiven(parsed, symbol)) is not { } given) return;
        throw new DrException(ErrorTable.OptionsInvalid, $"{given.Name} {why}") { Remedy = remedy ?? ErrorTable.OptionsInvalid.Remedy };
    }

    private static bool IsGiven(ParseResult parsed, Symbol symbol) => symbol switch
    {
        Option option => parsed.GetResult(option) is { Implicit: false },
        Argument argument => parsed.GetResult(argument) is { Tokens.Count: > 0 },
        _ => false,
    };

    private static string Describe(DrillResult result)
    {
        const string After = "after that";
        var lines = new List<(string, string?)>
        {
            ("drill", result.Passed ? "PASSED: what came back is, row for row, what was destroyed" : "FAILED: what came back differs from what was destroyed"),
            ("server", result.Server),
            ("compared", string.Create(CultureInfo.InvariantCulture, $"{result.Tables} tables, {result.Rows:N0} rows")),
            ("backup", $"{Readable.Size(result.BackupSize)} ({Readable.Size(result.RawSize)} as plain SQL)"),
        };
        lines.AddRange(result.Phases.Select((phase, index) => (index == 0 ? "phases" : "", (string?)$"{Readable.Duration(phase.Duration),-10} {phase.Name}")));
        lines.Add(("recovery time", Readable.Duration(result.MeasuredRecoveryTime)));
        lines.Add(("data loss", $"{Readable.Duration(result.MeasuredDataLoss)} (what was written after the backup's snapshot; this drill wrote nothing)"));
        lines.Add(("took", Readable.Duration(result.Duration)));
        lines.AddRange(result.Differences.Select((difference, index) => (index == 0 ? "differences" : "", (string?)difference)));
        lines.AddRange(result.Kept.Select((kept, index) => (index == 0 ? "kept" : index == 1 ? After : "", (string?)kept)));
        return TextTable.OfPairs([.. lines]);
    }
}
