using System.Security.Cryptography;
using System.Text.Json.Nodes;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;

namespace EventLinkDr.Adapters.Docker;

/// <summary>A throwaway PostgreSQL server in a container of its own. Disposed, container and volume are gone.</summary>
internal sealed class ContainerCluster : IThrowawayServer
{
    private const string User = "eventlink";
    private const int NewestKnownMajor = 17;
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);

    private readonly IContainerHost _host;
    private readonly string _id;
    private readonly string _image;
    private bool _keep;

    private ContainerCluster(IContainerHost host, string id, string name, string image, string password)
    {
        _host = host;
        _id = id;
        _image = image;
        Target = new EventLinkTarget { Database = User, Username = User, Password = password, Container = name, Source = TargetSource.Explicit };
    }

    public EventLinkTarget Target { get; }

    public string Description => $"{_image} in container {Target.Container}";

    /// <summary>Starts one of an image that is there, else of one that is fetched.</summary>
    /// <exception cref="DrException"><c>EngineUnreachable</c>, <c>EngineError</c>, <c>ServiceUnhealthy</c>.</exception>
    public static async Task<ContainerCluster> StartAsync(IContainerHost host, int? major, CancellationToken cancellationToken)
    {
        var image = await ChooseImageAsync(host, major, cancellationToken).ConfigureAwait(false);
        var name = "eventlinkdr-throwaway-" + Convert.ToHexString(RandomNumberGenerator.GetBytes(4)).ToLowerInvariant();
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var id = await host.CreateAsync(name, new JsonObject
        {
            ["Image"] = image,
            ["Env"] = new JsonArray($"POSTGRES_USER={User}", $"POSTGRES_DB={User}", $"POSTGRES_PASSWORD={password}"),
            ["Cmd"] = new JsonArray(["postgres", .. ThrowawaySettings.Lines.SelectMany(line => new JsonNode?[] { "-c", line.Replace(" = ", "=", StringComparison.Ordinal) })]),
        }, cancellationToken).ConfigureAwait(false);
        var cluster = new ContainerCluster(host, id, name, image, password);
        try
        {
            await DatabaseContainer.EnsureRunningAsync(host, id, cluster.Target.Port, StartPatience, cancellationToken).ConfigureAwait(false);
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
        return [$"docker exec -it {Target.Container} psql -U {User} {Target.Database}", $"docker rm -f -v {Target.Container}"];
    }

    public async ValueTask DisposeAsync()
    {
        if (!_keep) await _host.RemoveAsync(_id, force: true, withVolumes: true, CancellationToken.None).ConfigureAwait(false);
    }

    private static async Task<string> ChooseImageAsync(IContainerHost host, int? major, CancellationToken cancellationToken)
    {
        var images = await host.ListImagesAsync([], cancellationToken).ConfigureAwait(false);
        var present = images.SelectMany(image => image.Names).Select(name => (Name: name, Major: MajorOf(name)))
            .Where(image => image.Major is not null && (major is null || image.Major == major)).OrderByDescending(image => image.Major).FirstOrDefault();
        if (present.Name is not null) return present.Name;
        var wanted = FormattableString.Invariant($"postgres:{major ?? NewestKnownMajor}-alpine");
        await host.PullImageAsync(wanted, cancellationToken).ConfigureAwait(false);
        return wanted;
    }

    /// <summary>The major version of an official image: 15 for <c>postgres:15-alpine</c>; null for other images.</summary>
    private static int? MajorOf(string name)
    {
        const string Repository = "postgres:";
        if (!name.StartsWith(Repository, StringComparison.Ordinal)) return null;
        var digits = name[Repository.Length..].TakeWhile(char.IsAsciiDigit).ToArray();
        return int.TryParse(digits, out var major) ? major : null;
    }
}
