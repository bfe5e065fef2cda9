using System.Buffers;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting.Recreation;

namespace EventLinkDr.Hosting;

/// <summary>Points a compose project at another server: <c>DATABASE_URL</c> in its <c>.env</c>, and in the containers that have it.</summary>
/// <param name="directory">Directory of the project.</param>
/// <param name="project">Name of the project; null where there is no engine to ask.</param>
/// <param name="containers">The engine; null where there is none.</param>
internal sealed class ComposeRedirect(string directory, string? project, IContainerHost? containers) : IServiceRedirect
{
    /// <summary>The backend migrates before it serves.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly SearchValues<char> Special = SearchValues.Create("$ #'\"\\`");

    private string FilePath => Path.Combine(directory, ".env");

    public string Description => $"{DatabaseUrl.Variable} in {FilePath} and in the containers";

    public IReadOnlyList<string> ListNotes() => ComposeOverride.Find(directory, DatabaseUrl.Variable) is { } file
        ? [$"{file} sets {DatabaseUrl.Variable} itself, which wins over .env: change the address there too before the next docker compose up -d"] : [];

    public async Task RedirectAsync(string host, int port, IReadOnlyList<string> services, bool hold, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(observer);
        var found = await FindAsync(services, observer, cancellationToken).ConfigureAwait(false);
        ChangeFile(host, port, found, observer);
        if (containers is null)
        {
            observer.Warning($"the containers of the services keep the old {DatabaseUrl.Variable} until they are recreated: docker compose up -d.");
            return;
        }

        foreach (var (service, container, url) in found)
        {
            if (url is null)
            {
                observer.Warning($"{container.Name} has no {DatabaseUrl.Variable}: point it at {host}:{port} where it gets its server from.");
                continue;
            }

            var after = DatabaseUrl.WithAddress(url, host, port);
            if (after == url) continue;
            await new ContainerRecreator(containers, observer) { Deadline = Patience, Wait = hold || !services.Contains(service) ? RecreationWait.NotStarted : RecreationWait.UntilAsGood }
                .RecreateAsync(container.Id, new Dictionary<string, string> { [DatabaseUrl.Variable] = after }, cancellationToken).ConfigureAwait(false);
            observer.Milestone($"{container.Name} uses {host}:{port}");
        }
    }

    /// <summary>
    /// The containers of the services, each with its URL; also of those that did not run any more, as a worker whose server was lost. What a killed command
    /// left half done is finished first.
    /// </summary>
    private async Task<List<(string Service, ContainerDetails Container, string? Url)>> FindAsync(IReadOnlyList<string> services, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var found = new List<(string, ContainerDetails, string?)>();
        if (containers is null || project is null) return found;
        await new ContainerRecreator(containers, observer) { Deadline = Patience }.FinishInterruptedAsync(project, cancellationToken).ConfigureAwait(false);
        // The backend first: what depends on it waits for it.
        foreach (var service in services.Union([ComposeBackend.Backend, ComposeBackend.Worker]).OrderBy(service => service != ComposeBackend.Backend))
        {
            if (await ComposeBackend.FindAsync(containers, project, service, cancellationToken).ConfigureAwait(false) is not { } container) continue;
            found.Add((service, container, container.Environment.GetValueOrDefault(DatabaseUrl.Variable) is { Length: > 0 } url ? url : null));
        }

        return found;
    }

    /// <summary>As it is written, with its quotes and variables; where it is not written at all, as the containers have it.</summary>
    private void ChangeFile(string host, int port, List<(string Service, ContainerDetails Container, string? Url)> found, IOperationObserver observer)
    {
        if (!Directory.Exists(directory))
        {
            observer.Warning($"{directory} is not on this host: point {DatabaseUrl.Variable} in its .env at {host}:{port}, or the next docker compose up -d goes back.");
            return;
        }

        var before = EnvFile.Find(FilePath, DatabaseUrl.Variable) is { Length: > 0 } written ? written : null;
        if (before is null && (ListNotes().Count > 0 || found.Find(entry => entry.Url is not null).Url is null))
        {
            observer.Warning($"{FilePath} sets no {DatabaseUrl.Variable}: point the services at {host}:{port} where they get it from.");
            return;
        }

        string after;
        if (before is null) after = Quoted(DatabaseUrl.WithAddress(found.Find(entry => entry.Url is not null).Url!, host, port));
        else if (before[0] is '"' or '\'') after = before[0] + DatabaseUrl.WithAddress(before[1..^1], host, port) + before[^1];
        else after = DatabaseUrl.WithAddress(before, host, port);
        if (EnvFile.Set(FilePath, DatabaseUrl.Variable, after)) observer.Milestone($"{DatabaseUrl.Variable} in {FilePath} points at {host}:{port}");
        foreach (var note in ListNotes()) observer.Warning(note + ".");
    }

    /// <summary>Compose would take a dollar for a variable, and a space and a hash for a comment.</summary>
    private static string Quoted(string value) =>
        value.AsSpan().IndexOfAny(Special) < 0 ? value : $"'{value.Replace("'", "\\'", StringComparison.Ordinal)}'";
}
