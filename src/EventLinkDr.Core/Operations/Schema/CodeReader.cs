using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Hosting.OneOff;

namespace EventLinkDr.Operations.Schema;

/// <summary>
/// Asks the backend's code which revisions it knows: in the running container, else in a container of its own made from the same image. A backend
/// that cannot migrate ends at every start, so its own container may never be there to ask.
/// </summary>
/// <param name="deployment">The deployment.</param>
/// <param name="mayCreate">Whether a container may be made for the question.</param>
internal sealed class CodeReader(IDeployment deployment, bool mayCreate)
{
    private const string Purpose = "revisions";

    /// <summary>Why the last answer was that nothing is known.</summary>
    public string? Reason { get; private set; }

    /// <returns>Null where nobody can be asked; <see cref="Reason"/> says why.</returns>
    /// <exception cref="DrException"><c>EngineUnreachable</c>, <c>EngineError</c>.</exception>
    public async Task<CodeRevisions?> ReadAsync(CancellationToken cancellationToken)
    {
        if (deployment is not { Containers: { } host, Target.Project: { } project }) return Unknown("the target is no compose project");
        if (await ComposeBackend.FindAsync(host, project, ComposeBackend.Backend, cancellationToken).ConfigureAwait(false) is not { } backend)
            return Unknown($"compose project {project} has no container of the backend");
        if (await AskAsync(host, backend, ["alembic", "history"], cancellationToken).ConfigureAwait(false) is not { } history) return null;
        var heads = AlembicText.HistoryHeads(history);
        if (heads.Count == 0) heads = AlembicText.Heads(await AskAsync(host, backend, ["alembic", "heads"], cancellationToken).ConfigureAwait(false) ?? []);
        return heads.Count == 0 ? Unknown("alembic in the backend's image names no head")
            : new CodeRevisions(heads, new HashSet<string>(AlembicText.History(history).Concat(heads), StringComparer.Ordinal));
    }

    private async Task<IReadOnlyList<string>?> AskAsync(IContainerHost host, ContainerDetails backend, string[] command, CancellationToken cancellationToken)
    {
        if (backend.State == ContainerState.Running)
        {
            try
            {
                var (exitCode, output, _) = await ContainerProgram.RunAsync(host, backend.Id, new ContainerCommand(command), cancellationToken).ConfigureAwait(false);
                if (exitCode == 0) return output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            }
            catch (DrException error) when (error.Kind == ErrorTable.EngineError)
            {
                // It has just ended, as a backend that cannot migrate does again and again.
            }
        }

        if (!mayCreate)
        {
            Reason = "the backend does not run, and no container is made to ask its code";
            return null;
        }

        var result = await new OneOffContainer(host).RunAsync(backend, command, Purpose, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode == 0) return result.Output;
        Reason = $"{string.Join(' ', command)} in the backend's image ended with code {result.ExitCode}";
        return null;
    }

    private CodeRevisions? Unknown(string reason)
    {
        Reason = reason;
        return null;
    }
}
