using System.CommandLine;
using System.Globalization;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Verify;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr test</c>: whether a backup holds.</summary>
internal static class TestCommand
{
    public static Command Create(Terminal terminal)
    {
        var level = new Option<VerificationLevel>("--level", "-l") { Description = "How thoroughly: Checksum, Content or Restore; each includes the ones before it." };
        var jobs = JobsOption.Create("Threads and sessions; the number of cores, at most 8.");
        var noProof = new Option<bool>("--no-proof") { Description = "Leave no proof beside the backup." };
        var command = new Command("test", "Verify a backup, and leave the outcome beside it.") { level, jobs, noProof };
        var backup = new BackupArgument(command, isOptional: true);
        var keys = new DecryptionOptions(command);
        var targets = new TargetOptions(command);
        var notify = new NotifyOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            if (run.Parsed.GetValue(level) != VerificationLevel.Restore && targets.AreGiven(run.Parsed))
                throw new DrException(ErrorTable.OptionsInvalid, "a deployment is for --level Restore: nothing else asks a server");
            var (store, name) = await backup.ReadAsync(run.Parsed, run.Adapters.Stores, run.CancellationToken).ConfigureAwait(false);
            await using var _ = store.ConfigureAwait(false);
            var options = new VerifyOptions { Level = run.Parsed.GetValue(level), Jobs = run.Parsed.GetValue(jobs), NoProof = run.Parsed.GetValue(noProof) };
            // A server is used only when it is named: nobody wants a backup loaded into production by surprise.
            var deployment = options.Level == VerificationLevel.Restore && targets.AreGiven(run.Parsed) ? await run.ConnectAsync(targets).ConfigureAwait(false) : null;
            try
            {
                using var decryption = options.Level == VerificationLevel.Checksum && !keys.AreGiven(run.Parsed) ? null
                    : await run.Keys.FindDecryptionAsync(keys.Read(run.Parsed), run.CancellationToken).ConfigureAwait(false);
                var operation = new VerifyOperation(store, run.Adapters, deployment) { Decryption = decryption };
                var plan = await operation.PrepareAsync(name, options, run.CancellationToken).ConfigureAwait(false);
                if (!await run.ApproveAsync(plan, ask: false).ConfigureAwait(false)) return ExitCode.Success;
                var result = await operation.RunAsync(plan, run.Observer, run.CancellationToken).ConfigureAwait(false);
                run.Show(result, () => Describe(result));
                if (result.Error is null) return ExitCode.Success;
                run.Tell(result.Error);
                return result.Error.Kind.ExitCode;
            }
            finally
            {
                if (deployment is not null) await deployment.DisposeAsync().ConfigureAwait(false);
            }
        }, notify);
        return command;
    }

    private static string Describe(VerificationResult result) => TextTable.OfPairs(
        ("backup", result.Backup.Path),
        ("level", result.Level.ToString()),
        ("outcome", result.Passed ? result.Compared ? "holds what its manifest says" : "is whole; there is no manifest to compare with" : "does NOT hold"),
        ("rows", result.Rows == 0 ? null : result.Rows.ToString("N0", CultureInfo.InvariantCulture)),
        ("proof", result.ProofPath),
        ("took", Readable.Duration(result.Duration)));
}
