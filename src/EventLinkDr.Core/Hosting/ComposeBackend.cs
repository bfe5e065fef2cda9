using System.Net;

namespace EventLinkDr.Hosting;

/// <summary>Finds the services of a compose project in the engine.</summary>
internal static class ComposeBackend
{
    public const string Backend = "backend", Worker = "worker";

    private const int ApiPort = 8000;

    /// <summary>The one container of a service; null where there is none. A container of <c>docker compose run</c> does not count.</summary>
    public static async Task<ContainerDetails?> FindAsync(IContainerHost host, string project, string service, CancellationToken cancellationToken)
    {
        var found = await host.ListAsync([$"{ComposeProject.ProjectLabel}={project}", $"{ComposeProject.ServiceLabel}={service}"], cancellationToken).ConfigureAwait(false);
        var one = found.Where(container => !string.Equals(container.Labels.GetValueOrDefault(ComposeProject.OneOffLabel), "True", StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(container => container.State == ContainerState.Running).FirstOrDefault();
        return one is null ? null : await host.InspectAsync(one.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Root of the backend's API as this host reaches it: the published port, else the container's own address; null while it has neither.</summary>
    public static Uri? ApiOf(ContainerDetails backend)
    {
        var published = backend.Ports.FirstOrDefault(port => port.Port == ApiPort);
        if (published is not null)
        {
            var any = IPAddress.TryParse(published.HostAddress, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));
            return new UriBuilder("http", any ? "127.0.0.1" : published.HostAddress, published.HostPort).Uri;
        }

        var own = backend.Networks.FirstOrDefault(network => network.Address is { Length: > 0 });
        return own is null ? null : new UriBuilder("http", own.Address!, ApiPort).Uri;
    }
}
