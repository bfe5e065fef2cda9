using System.CommandLine;
using EventLinkDr.Cli.Input;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Schema;
using EventLinkDr.Storage;

namespace EventLinkDr.Cli.Commands;

/// <summary><c>eventlinkdr schema</c>: show, update.</summary>
internal static class SchemaCommand
{
    public static Command Create(Terminal terminal) => new("schema", "Schema revisions of database and code.") { CreateShow(terminal), CreateUpdate(terminal) };

    private static Command CreateShow(Terminal terminal)
    {
        var command = new Command("show", "Show the schema revision in the database and the head of the code, and how they stand to each other.");
        var targets = new TargetOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var deployment = await run.ConnectAsync(targets).ConfigureAwait(false);
            await using (deployment.ConfigureAwait(false))
            {
                var status = await new SchemaOperation(deployment) { MayCreateContainer = !run.IsWhatIf }.ReadAsync(null, run.CancellationToken).ConfigureAwait(false);
                run.Show(status, () => TextTable.OfPairs(
                    ("deployment", status.Target),
                    ("database", status.Database ?? "none"),
                    ("code", status.Code.Count == 0 ? "not known" : string.Join(", ", status.Code)),
                    ("relation", status.Relation.ToString()),
                    ("note", status.Detail)));
                return status.Relation is SchemaRelation.Same or SchemaRelation.Unknown ? ExitCode.Success : ExitCode.NotProven;
            }
        });
        return command;
    }

    private static Command CreateUpdate(Terminal terminal)
    {
        var path = new Option<string>("--path", "-p") { Description = "Where the safety backup goes.", HelpName = "directory", DefaultValueFactory = _ => PathOptions.Default };
        var skip = new Option<bool>("--skip-safety-backup") { Description = "Take no backup before." };
        var command = new Command("update", "Bring the database to the code's schema: safety backup, alembic upgrade head in a container of its own, proof.") { path, skip };
        var targets = new TargetOptions(command);
        CommandRun.Set(command, terminal, async run =>
        {
            var deployment = await run.ConnectAsync(targets).ConfigureAwait(false);
            await using (deployment.ConfigureAwait(false))
            {
                var place = BackupPlace.ForWriting(run.Parsed.GetRequiredValue(path), run.Adapters.Stores);
                await using (place.ConfigureAwait(false))
                {
                    var operation = new SchemaUpdateOperation(deployment, place.Store) { MayCreateContainer = !run.IsWhatIf };
                    var plan = await operation.PrepareAsync(new SchemaUpdateOptions { SkipSafetyBackup = run.Parsed.GetValue(skip) }, run.CancellationToken).ConfigureAwait(false);
                    if (!await run.ApproveAsync(plan, ask: plan.Relation != SchemaRelation.Same).ConfigureAwait(false)) return ExitCode.Success;
                    var result = await operation.RunAsync(plan, run.Observer, run.CancellationToken).ConfigureAwait(false);
                    run.Show(result, () => TextTable.OfPairs(
                        ("schema", result.Changed ? $"{result.From} → {result.To}" : $"{result.To}, as before"),
                        ("saved before", result.SafetyBackup),
                        ("alembic's output", result.LogFile),
                        ("took", Readable.Duration(result.Duration))));
                    return ExitCode.Success;
                }
            }
        });
        return command;
    }
}
