using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Hosting.OneOff;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Schema;

/// <summary>
/// Runs <c>alembic upgrade head</c> in a container of its own and reads the revision back. That is the proof: a backend that migrates at its own
/// start may swallow a failure.
/// </summary>
internal sealed class Migration(IDeployment deployment, IOperationObserver observer)
{
    private const string Purpose = "upgrade";
    private const int ShownLength = 300;

    /// <exception cref="DrException"><c>MigrationFailed</c>, <c>ContainerNotFound</c>.</exception>
    public async Task<MigrationOutcome> RunAsync(CodeRevisions code, CancellationToken cancellationToken)
    {
        var (host, project) = (deployment.Containers!, deployment.Target.Project!);
        var oneOff = new OneOffContainer(host);
        if (await oneOff.FinishInterruptedAsync(project, Purpose, cancellationToken).ConfigureAwait(false) > 0)
            observer.Milestone("waited for a migration that an interrupted command had begun");
        var backend = await ComposeBackend.FindAsync(host, project, ComposeBackend.Backend, cancellationToken).ConfigureAwait(false)
            ?? throw new DrException(ErrorTable.ContainerNotFound, $"compose project {project} has no container of the backend") { Subject = project };
        OneOffResult result;
        using (observer.Phase("migrate"))
            result = await oneOff.RunAsync(backend, ["alembic", "upgrade", code.Heads.Count == 1 ? "head" : "heads"], Purpose, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> output = [.. result.Output.Concat(result.Errors).Select(Clean)];
        var log = MigrationLog.Write(project, output);
        if (result.ExitCode != 0)
        {
            throw new DrException(ErrorTable.MigrationFailed, $"alembic ended with code {result.ExitCode}: {Shorten(Cause(output))}")
            {
                Subject = deployment.Target, Remedy = $"Read {log}; correct the migration or deploy other code, then run it again. The database is as it was before the migration that failed.",
            };
        }

        var revision = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (code.Relate(revision) != SchemaRelation.Same)
        {
            throw new DrException(ErrorTable.MigrationFailed, "alembic reports success, and the database is not at the code's head")
            {
                Expected = string.Join(",", code.Heads), Found = revision ?? "no revision", Subject = deployment.Target, Remedy = $"Read {log}.",
            };
        }

        observer.Milestone($"the database is at {revision}");
        return new MigrationOutcome(revision!, output, log);
    }

    private async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        var session = await deployment.Server.OpenAsync(new SessionOptions(deployment.Target.Database), cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false)) return await AlembicRevision.ReadAsync(session, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A driver may print the address it connects to.</summary>
    private string Clean(string line) => deployment.Target.Password is { Length: > 0 } password ? line.Replace(password, "***", StringComparison.Ordinal) : line;

    /// <summary>The line that says what went wrong: SQLAlchemy adds statement, parameters and a link after it.</summary>
    private static string Cause(IReadOnlyList<string> output) =>
        output.LastOrDefault(line => line.Contains("Error", StringComparison.OrdinalIgnoreCase) && !line.StartsWith('[') && !line.StartsWith('('))
        ?? output.LastOrDefault(line => line.Length > 0) ?? "it said nothing";

    private static string Shorten(string line) => line.Length <= ShownLength ? line.TrimEnd('.') : line[..ShownLength] + "…";
}
