using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Hosting.Copies;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Adapters.Docker;

/// <summary>A throwaway PostgreSQL server in a container of its own. Disposed, container and volume are gone.</summary>
internal sealed class ContainerCluster : IThrowawayServer
{
    /// <summary>Label: id of the run that made it.</summary>
    public const string RunLabel = "eventlinkdr.run";

    /// <summary>Label: the process that removes it; see <see cref="Leftovers"/>.</summary>
    public const string OwnerLabel = "eventlinkdr.owner";

    private const int Port = EventLinkTarget.DefaultPort;
    private const int KeptLogLines = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly IContainerHost _host;
    private readonly string _name;
    private bool _keep;

    private ContainerCluster(IContainerHost host, string id, ClusterShape shape, string password)
    {
        _host = host;
        Id = id;
        _name = shape.Name;
        Target = new EventLinkTarget { Database = "eventlink", Username = shape.Username, Password = password, Container = shape.Name, Source = TargetSource.Explicit };
    }

    public EventLinkTarget Target { get; }

    public string Description => $"PostgreSQL {Version} in container {_name}";

    /// <summary>Its version.</summary>
    public PostgresVersion Version { get; private set; }

    /// <summary>The container.</summary>
    public string Id { get; }

    /// <summary>Starts one.</summary>
    /// <param name="host">Engine.</param>
    /// <param name="image">An image that the engine has, with the variables and the entry point of the official one.</param>
    /// <param name="settings">Settings of the server, <c>name = value</c>.</param>
    /// <param name="cancellationToken">Stops it; nothing stays.</param>
    /// <exception cref="DrException"><c>NoThrowawayServer</c>.</exception>
    public static Task<ContainerCluster> StartAsync(IContainerHost host, string image, IReadOnlyList<string> settings, CancellationToken cancellationToken)
    {
        var run = NewRun();
        return StartAsync(host, image, settings, new ClusterShape("eventlinkdr-" + run, LabelsOf(run)), cancellationToken);
    }

    /// <summary>Starts one that is to fit into something.</summary>
    public static async Task<ContainerCluster> StartAsync(IContainerHost host, string image, IReadOnlyList<string> settings, ClusterShape shape, CancellationToken cancellationToken)
    {
        var password = RandomNumberGenerator.GetHexString(32);
        cancellationToken.ThrowIfCancellationRequested();
        string id;
        try
        {
            // Not cancelled: the engine would go on making it, and there would be nothing to remove yet.
            id = await host.CreateAsync(shape.Name, Configuration(image, settings, shape, password), CancellationToken.None).ConfigureAwait(false);
        }
        catch
        {
            // The engine may have made it although its answer did not arrive.
            await RemoveAsync(host, shape.Name).ConfigureAwait(false);
            throw;
        }

        var cluster = new ContainerCluster(host, id, shape, password);
        try
        {
            await cluster.StartServerAsync(cancellationToken).ConfigureAwait(false);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public IReadOnlyList<string> Keep()
    {
        _keep = true;
        var kept = Leftovers.KeptName(_name);
        return [$"docker exec -it {kept} psql -U {Target.Username} {Target.Database}", $"docker rm --force --volumes {kept}"];
    }

    public async ValueTask DisposeAsync()
    {
        if (!_keep) await RemoveAsync(_host, Id).ConfigureAwait(false);
        else await _host.RenameAsync(Id, Leftovers.KeptName(_name), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>An id for something throwaway.</summary>
    public static string NewRun() => RandomNumberGenerator.GetHexString(12, lowercase: true);

    /// <summary>The labels by which it is removed, also after its process was killed.</summary>
    public static Dictionary<string, string> LabelsOf(string run) => new() { [RunLabel] = run, [OwnerLabel] = ProcessOwner.Current };

    private static JsonObject Configuration(string image, IReadOnlyList<string> settings, ClusterShape shape, string password)
    {
        var host = new JsonObject
        {
            // Parallel index builds need more than the engine's 64 MB.
            ["ShmSize"] = 512L * 1024 * 1024,
        };
        var body = new JsonObject
        {
            ["Image"] = image,
            ["Cmd"] = new JsonArray(["postgres", .. settings.SelectMany(setting => new JsonNode[] { "-c", Argument(setting) })]),
            ["Env"] = new JsonArray($"POSTGRES_USER={shape.Username}", $"POSTGRES_DB={shape.FirstDatabase}", "POSTGRES_PASSWORD=" + password,
                "POSTGRES_INITDB_ARGS=--no-sync --encoding=UTF8 --locale=C.UTF-8"),
            ["Labels"] = new JsonObject(shape.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
            ["ExposedPorts"] = new JsonObject { [$"{Port}/tcp"] = new JsonObject() },
            ["HostConfig"] = host,
        };
        if (shape.Published) host["PortBindings"] = BackendCopyPlanner.Loopback(Port);
        if (shape.Network is not { } network) return body;
        host["NetworkMode"] = network;
        body["NetworkingConfig"] = new JsonObject { ["EndpointsConfig"] = new JsonObject { [network] = new JsonObject { ["Aliases"] = new JsonArray(ComposeProject.DatabaseService) } } };
        return body;
    }

    /// <summary>As on a command line, where there are no quotes and no blanks round the sign.</summary>
    private static string Argument(string setting)
    {
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        return $"{setting[..equals].Trim()}={setting[(equals + 1)..].Trim().Trim('\'')}";
    }

    private static async Task RemoveAsync(IContainerHost host, string container)
    {
        try
        {
            await host.RemoveAsync(container, force: true, withVolumes: true, CancellationToken.None).ConfigureAwait(false);
        }
        catch (DrException)
        {
            // The engine is away; the next throwaway server sweeps up.
        }
    }

    private async Task StartServerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await DatabaseContainer.EnsureRunningAsync(_host, Id, Port, Patience, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.ServiceUnhealthy)
        {
            var log = await _host.ReadLogAsync(Id, KeptLogLines, cancellationToken).ConfigureAwait(false);
            throw new DrException(ErrorTable.NoThrowawayServer, $"a throwaway server in a container did not start: {string.Join(" | ", log.Select(line => line.Text))}", error);
        }

        var (_, version, _) = await ContainerProgram.RunAsync(_host, Id, new ContainerCommand("postgres", "--version"), cancellationToken).ConfigureAwait(false);
        Version = PostgresVersion.Find(version) ?? throw new DrException(ErrorTable.NoThrowawayServer, "the image holds no PostgreSQL server");
    }
}
