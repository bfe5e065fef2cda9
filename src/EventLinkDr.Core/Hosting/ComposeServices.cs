using System.Security.Cryptography;
using System.Text;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting.Recreation;
using EventLinkDr.Storage;

namespace EventLinkDr.Hosting;

/// <summary>The services of a compose project that use the database: <c>backend</c>, and <c>worker</c>, which depends on it.</summary>
/// <param name="host">Engine.</param>
/// <param name="project">Name of the project, as in the containers' labels.</param>
internal sealed class ComposeServices(IContainerHost host, string project) : IServiceControl
{
    /// <summary>In the order in which they start; they stop in the other.</summary>
    private static readonly string[] Services = [ComposeBackend.Backend, ComposeBackend.Worker];

    private StateFile<StoppedServices>? _state;

    /// <summary>How long a service may take to become healthy: the backend migrates before it serves.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Directory of the record.</summary>
    public string StateDirectory { get; init; } = Storage.StateDirectory.Path;

    public async Task<IReadOnlyList<string>> ListRunningAsync(CancellationToken cancellationToken)
    {
        var all = await ListAsync(cancellationToken).ConfigureAwait(false);
        return [.. Services.Where(service => all.Any(container => ServiceOf(container) == service && UsesTheDatabase(container)))];
    }

    public async Task StopAsync(IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        var state = await StateAsync(cancellationToken).ConfigureAwait(false);
        await FinishInterruptedAsync(cancellationToken).ConfigureAwait(false);
        var all = await ListAsync(cancellationToken).ConfigureAwait(false);
        var running = InOrder(services).Reverse().SelectMany(service => all.Where(container => ServiceOf(container) == service && UsesTheDatabase(container))).ToList();
        if (running.Count == 0) return;
        var now = DateTimeOffset.UtcNow;
        var recorded = state.Read()?.Containers.Where(entry => running.All(container => container.Id != entry.Id)) ?? [];
        state.Write(new StoppedServices(project, [.. recorded, .. running.Select(container => new StoppedContainer(ServiceOf(container), container.Id, container.Name, now))]));
        foreach (var container in running)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Seen through: the engine goes on stopping it in any case, also after somebody has started it again.
            await host.StopAsync(container.Id, grace: null, CancellationToken.None).ConfigureAwait(false);
        }
    }

    public async Task StartAsync(IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        var state = await StateAsync(cancellationToken).ConfigureAwait(false);
        await FinishInterruptedAsync(cancellationToken).ConfigureAwait(false);
        foreach (var service in InOrder(services))
        {
            var stopped = state.Read()?.Containers.Where(entry => entry.Service == service).Select(entry => entry.Id).ToList() ?? [];
            var there = (await ListAsync(cancellationToken).ConfigureAwait(false)).Where(container => ServiceOf(container) == service).ToList();
            // Compose may have made new containers meanwhile; then those are the service.
            var known = there.Where(container => stopped.Contains(container.Id)).ToList();
            var chosen = known.Count > 0 ? known : there;
            if (chosen.Count == 0)
            {
                Forget(state, service);
                throw new DrException(ErrorTable.ContainerNotFound, $"service {service} of compose project {project} has no container any more") { Subject = service };
            }

            foreach (var container in chosen) await host.StartAsync(container.Id, cancellationToken).ConfigureAwait(false);
            foreach (var container in chosen) await ContainerReadiness.WaitAsync(host, container.Id, Patience, cancellationToken).ConfigureAwait(false);
            Forget(state, service);
        }
    }

    public async Task<IReadOnlyList<string>> ListLeftStoppedAsync(CancellationToken cancellationToken)
    {
        var state = await StateAsync(cancellationToken).ConfigureAwait(false);
        if (state.Read() is not { } record) return [];
        var all = await ListAsync(cancellationToken).ConfigureAwait(false);
        // Somebody may have started or removed them since.
        return [.. Services.Where(service => record.Containers.Any(entry => entry.Service == service)
            && all.Any(container => ServiceOf(container) == service) && !all.Any(container => ServiceOf(container) == service && UsesTheDatabase(container)))];
    }

    /// <summary>A killed recreation leaves two containers of one service, of which only one can run.</summary>
    private Task<IReadOnlyList<string>> FinishInterruptedAsync(CancellationToken cancellationToken) =>
        new ContainerRecreator(host, NullObserver.Instance) { Deadline = Patience }.FinishInterruptedAsync(project, cancellationToken);

    private static IEnumerable<string> InOrder(IReadOnlyList<string> services) => Services.Where(services.Contains).Concat(services.Except(Services));

    private static string ServiceOf(ContainerSummary container) => container.Labels.GetValueOrDefault(ComposeProject.ServiceLabel) ?? "";

    /// <summary>A paused container keeps its connections, and one that restarts again and again makes new ones.</summary>
    private static bool UsesTheDatabase(ContainerSummary container) =>
        container.State is ContainerState.Running or ContainerState.Restarting or ContainerState.Paused;

    private static void Forget(StateFile<StoppedServices> state, string service)
    {
        if (state.Read() is not { } record) return;
        var left = record.Containers.Where(entry => entry.Service != service).ToList();
        if (left.Count == 0) state.Delete();
        else if (left.Count < record.Containers.Count) state.Write(record with { Containers = left });
    }

    private async Task<IReadOnlyList<ContainerSummary>> ListAsync(CancellationToken cancellationToken)
    {
        var all = await host.ListAsync([$"{ComposeProject.ProjectLabel}={project}"], cancellationToken).ConfigureAwait(false);
        return [.. all.Where(container => !string.Equals(container.Labels.GetValueOrDefault(ComposeProject.OneOffLabel), "True", StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>One record for each project of each engine: two engines may each have a project of that name.</summary>
    private async Task<StateFile<StoppedServices>> StateAsync(CancellationToken cancellationToken)
    {
        if (_state is { } known) return known;
        var engine = await host.GetEngineAsync(cancellationToken).ConfigureAwait(false);
        var short8 = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(engine.Id)), 0, 4);
        return _state = new StateFile<StoppedServices>(Path.Combine(StateDirectory, $"services-{string.Concat(project.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))}-{short8}.json"));
    }
}
