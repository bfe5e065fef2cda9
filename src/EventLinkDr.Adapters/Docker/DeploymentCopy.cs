using System.Text.Json.Nodes;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Hosting.Copies;
using EventLinkDr.Model;

namespace EventLinkDr.Adapters.Docker;

/// <summary>
/// A server and a copy of a backend beside it, alone on a network and a compose project by their labels. Disposed, every container of that project is
/// gone, also those that others made of them, and so is the network.
/// </summary>
internal sealed class DeploymentCopy : IThrowawayServer
{
    private const int DatabasePort = EventLinkTarget.DefaultPort, ApiPort = 8000;

    private readonly IContainerHost _host;
    private readonly string _run;
    private readonly Dictionary<string, string> _labels;
    private ContainerCluster? _cluster;

    private DeploymentCopy(IContainerHost host)
    {
        _host = host;
        _run = ContainerCluster.NewRun();
        _labels = ContainerCluster.LabelsOf(_run);
    }

    public EventLinkTarget Target { get; private set; } = null!;

    public string Description => _cluster!.Description;

    private string Project => "eventlinkdr-drill-" + _run;

    /// <summary>Starts the server and creates the backend, which is not started.</summary>
    /// <param name="host">Engine.</param>
    /// <param name="image">Image of the server, with the variables and the entry point of the official one.</param>
    /// <param name="order">What the copy is like.</param>
    /// <param name="cancellationToken">Stops it; nothing stays.</param>
    public static async Task<DeploymentCopy> StartAsync(IContainerHost host, string image, CopyOrder order, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var copy = new DeploymentCopy(host);
        try
        {
            await copy.StartAsync(image, order, cancellationToken).ConfigureAwait(false);
            return copy;
        }
        catch
        {
            await copy.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>A copy is for one rehearsal.</summary>
    public IReadOnlyList<string> Keep() => throw new NotSupportedException("A copy of a deployment is never kept.");

    public async ValueTask DisposeAsync()
    {
        try
        {
            var label = $"{ContainerCluster.RunLabel}={_run}";
            foreach (var container in await _host.ListAsync([label], CancellationToken.None).ConfigureAwait(false))
                await _host.RemoveAsync(container.Id, force: true, withVolumes: true, CancellationToken.None).ConfigureAwait(false);
            foreach (var network in await _host.ListNetworksAsync([label], CancellationToken.None).ConfigureAwait(false))
                await _host.RemoveNetworkAsync(network.Id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (DrException)
        {
            // The engine is away; the next throwaway server sweeps up.
        }
    }

    private async Task StartAsync(string image, CopyOrder order, CancellationToken cancellationToken)
    {
        var network = await IsolatedNetwork.CreateAsync(_host, Project + "_default", _labels).ConfigureAwait(false);
        _cluster = await ContainerCluster.StartAsync(_host, image, ThrowawaySettings.Lines, new ClusterShape(NameOf(ComposeProject.DatabaseService), LabelsOf(ComposeProject.DatabaseService))
        {
            Username = order.Username, FirstDatabase = "postgres", Network = network.Name, Published = network.Publishes,
        }, cancellationToken).ConfigureAwait(false);
        Target = _cluster.Target with { Database = order.Database, Project = Project, ProjectDirectory = order.ProjectDirectory };

        var url = order.Backend.Environment.GetValueOrDefault(DatabaseUrl.Variable) is { Length: > 0 } given ? given : "postgresql://";
        var variables = new Dictionary<string, string>(order.Variables)
        {
            [DatabaseUrl.Variable] = DatabaseUrl.OfCopy(url, Target with { Username = order.BackendUsername }, ComposeProject.DatabaseService, DatabasePort),
        };
        var body = BackendCopyPlanner.Plan(JsonObject.Create(order.Backend.Raw)!, network.Name, LabelsOf(ComposeBackend.Backend), variables, network.Publishes ? ApiPort : null);
        await _host.CreateAsync(NameOf(ComposeBackend.Backend), body, CancellationToken.None).ConfigureAwait(false);
    }

    private string NameOf(string service) => $"{Project}-{service}-1";

    private Dictionary<string, string> LabelsOf(string service) => new(_labels)
    {
        [ComposeProject.ProjectLabel] = Project, [ComposeProject.ServiceLabel] = service, [ComposeProject.OneOffLabel] = "False", ["com.docker.compose.container-number"] = "1",
    };
}
