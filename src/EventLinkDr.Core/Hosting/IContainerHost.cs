using System.Text.Json.Nodes;

namespace EventLinkDr.Hosting;

/// <summary>
/// A container engine: only the calls that are used here, so that another client can take its place. A container is named by id or name.
/// Every method may be called from several threads at once; cancelled, none leaves a connection behind.
/// </summary>
/// <remarks>
/// Every call throws <see cref="Diagnostics.DrException"/>: <c>EngineUnreachable</c>, <c>EngineError</c> with what the engine said, and
/// <c>ContainerNotFound</c> where a container is named.
/// </remarks>
public interface IContainerHost : IAsyncDisposable
{
    /// <summary>Where the engine is, for a person: <c>unix:///var/run/docker.sock</c>.</summary>
    string Description { get; }

    /// <summary>Host name or address at which ports published by the engine are reached.</summary>
    string PortHost { get; }

    /// <summary>The engine itself.</summary>
    Task<ContainerEngine> GetEngineAsync(CancellationToken cancellationToken);

    /// <summary>The containers, running or not, that carry every one of the labels.</summary>
    /// <param name="labels"><c>name</c> or <c>name=value</c>; none for all containers.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<ContainerSummary>> ListAsync(IReadOnlyCollection<string> labels, CancellationToken cancellationToken);

    /// <summary>Everything the engine knows of a container.</summary>
    Task<ContainerDetails> InspectAsync(string container, CancellationToken cancellationToken);

    /// <summary>Creates a container from the engine's own description of one, passed on as it is.</summary>
    /// <param name="name">Its name; null for one the engine makes up.</param>
    /// <param name="configuration">The body of the engine's create call.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Its id.</returns>
    Task<string> CreateAsync(string? name, JsonObject configuration, CancellationToken cancellationToken);

    /// <summary>Puts a container into a network.</summary>
    /// <param name="container">Id or name.</param>
    /// <param name="network">Name of the network.</param>
    /// <param name="endpoint">How it stands in it (aliases, addresses), as the engine describes it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task ConnectNetworkAsync(string container, string network, JsonObject endpoint, CancellationToken cancellationToken);

    /// <summary>The networks that carry every one of the labels.</summary>
    Task<IReadOnlyList<ContainerNetworkSummary>> ListNetworksAsync(IReadOnlyCollection<string> labels, CancellationToken cancellationToken);

    /// <summary>Creates a network from the engine's own description of one, passed on as it is.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="configuration">The body of the engine's create call, without the name.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Its id.</returns>
    Task<string> CreateNetworkAsync(string name, JsonObject configuration, CancellationToken cancellationToken);

    /// <summary>Removes a network that no container is in; nothing happens when it is not there.</summary>
    Task RemoveNetworkAsync(string network, CancellationToken cancellationToken);

    /// <summary>Gives a container another name.</summary>
    Task RenameAsync(string container, string name, CancellationToken cancellationToken);

    /// <summary>Starts it; nothing happens when it runs.</summary>
    Task StartAsync(string container, CancellationToken cancellationToken);

    /// <summary>Stops it and returns when it has stopped; nothing happens when it does not run.</summary>
    /// <param name="container">Id or name.</param>
    /// <param name="grace">How long it may take to end by itself; null for its own setting.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    Task StopAsync(string container, TimeSpan? grace, CancellationToken cancellationToken);

    /// <summary>Removes it; nothing happens when it is not there.</summary>
    /// <param name="container">Id or name.</param>
    /// <param name="force">Ends it first if it runs.</param>
    /// <param name="withVolumes">Removes its anonymous volumes too.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task RemoveAsync(string container, bool force, bool withVolumes, CancellationToken cancellationToken);

    /// <summary>Waits until it does not run.</summary>
    /// <returns>Its exit code.</returns>
    Task<long> WaitAsync(string container, CancellationToken cancellationToken);

    /// <summary>The last lines of what it wrote to standard output and standard error, in order.</summary>
    Task<IReadOnlyList<ContainerLogLine>> ReadLogAsync(string container, int lines, CancellationToken cancellationToken);

    /// <summary>Starts a program in a running container and attaches its streams.</summary>
    Task<IContainerExec> ExecAsync(string container, ContainerCommand command, CancellationToken cancellationToken);

    /// <summary>Unpacks a tar archive into a directory of a container, running or not.</summary>
    Task CopyInAsync(string container, string directory, Stream archive, CancellationToken cancellationToken);

    /// <summary>Reads a file or directory of a container as a tar archive.</summary>
    Task CopyOutAsync(string container, string path, Func<Stream, CancellationToken, Task> readArchive, CancellationToken cancellationToken);

    /// <summary>The images that carry every one of the labels.</summary>
    Task<IReadOnlyList<ContainerImage>> ListImagesAsync(IReadOnlyCollection<string> labels, CancellationToken cancellationToken);

    /// <summary>One image, by id or name; null when it is not there.</summary>
    Task<ContainerImage?> FindImageAsync(string image, CancellationToken cancellationToken);

    /// <summary>Makes an image of one layer from a tar archive of a root directory.</summary>
    /// <param name="name"><c>repository:tag</c>.</param>
    /// <param name="archive">The root directory.</param>
    /// <param name="changes">Instructions as in a Dockerfile: <c>ENV</c>, <c>ENTRYPOINT</c>, <c>LABEL</c>…</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Its id.</returns>
    Task<string> ImportImageAsync(string name, Stream archive, IReadOnlyCollection<string> changes, CancellationToken cancellationToken);

    /// <summary>Fetches an image from its registry, without credentials.</summary>
    Task PullImageAsync(string image, CancellationToken cancellationToken);
}
