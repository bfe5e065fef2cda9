using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Hosting;

/// <summary>Completes a target with what the container engine knows: which container, which port, what the image was started with.</summary>
internal sealed class ContainerTargets(IContainerHost containers)
{
    private const string OneOff = "True";

    /// <summary>The database container of a project; null when the engine has none.</summary>
    /// <exception cref="DrException"><c>EngineUnreachable</c>, <c>TargetAmbiguous</c>.</exception>
    public async Task<ContainerDetails?> FindAsync(ComposeProject project, CancellationToken cancellationToken)
    {
        var all = await containers.ListAsync(
            [$"{ComposeProject.ProjectLabel}={project.Name}", $"{ComposeProject.ServiceLabel}={ComposeProject.DatabaseService}"], cancellationToken).ConfigureAwait(false);
        var found = all.Where(container => container.Labels.GetValueOrDefault(ComposeProject.OneOffLabel) != OneOff).ToList();
        return found.Count switch
        {
            0 => null,
            1 => await containers.InspectAsync(found[0].Id, cancellationToken).ConfigureAwait(false),
            _ => throw new DrException(ErrorTable.TargetAmbiguous, $"service {ComposeProject.DatabaseService} of compose project {project.Name} has more than one container")
            {
                Found = string.Join(", ", found.Select(container => container.Name)), Remedy = "Name one: -Container.",
            },
        };
    }

    /// <summary>A target in a container. What is given comes first, then what the container was started with.</summary>
    public static EventLinkTarget Of(ContainerDetails container, ComposeProject? project)
    {
        var environment = container.Environment;
        var user = project?.Setting("POSTGRES_USER") ?? Value(environment, "POSTGRES_USER") ?? "postgres";
        return new EventLinkTarget
        {
            Database = project?.Setting("POSTGRES_DB") ?? Value(environment, "POSTGRES_DB") ?? user,
            Username = user,
            Password = project?.Setting("POSTGRES_PASSWORD") ?? Value(environment, "POSTGRES_PASSWORD"),
            Port = int.TryParse(Value(environment, "PGPORT"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : EventLinkTarget.DefaultPort,
            Source = project is null ? TargetSource.Explicit : TargetSource.ComposeProject,
            Container = container.Name,
            Project = project?.Name ?? container.Labels.GetValueOrDefault(ComposeProject.ProjectLabel),
            ProjectDirectory = project?.Directory ?? container.Labels.GetValueOrDefault(ComposeProject.WorkingDirectoryLabel),
        };
    }

    /// <summary>Whether an address of this host or of a network leads to the server in a container.</summary>
    public static bool Leads(string host, int port, ContainerDetails container, int serverPort) =>
        (port == serverPort && container.Networks.Any(network => network.Address == host))
        || (IsThisHost(host) && container.Ports.Any(published => published.Port == serverPort && published.HostPort == port));

    /// <summary>Whether an address is this host itself: loopback, or a directory of sockets.</summary>
    public static bool IsThisHost(string host) =>
        host is "localhost" or "::1" || host.StartsWith("127.", StringComparison.Ordinal) || host.StartsWith('/');

    private static string? Value(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
