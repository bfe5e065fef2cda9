using System.Text.Json.Nodes;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;

namespace EventLinkDr.Core.Tests.Hosting;

/// <summary>An engine that knows the containers it is given, or cannot be reached at all.</summary>
internal sealed class FakeContainers(params ContainerDetails[] containers) : IContainerHost
{
    public bool IsUnreachable { get; init; }

    public string Description => "fake";

    public string PortHost => "127.0.0.1";

    public Task<IReadOnlyList<ContainerSummary>> ListAsync(IReadOnlyCollection<string> labels, CancellationToken cancellationToken) =>
        Answer<IReadOnlyList<ContainerSummary>>(() => [.. containers
            .Where(container => labels.All(label => label.Split('=') is var pair && container.Labels.GetValueOrDefault(pair[0]) == pair[1]))
            .Select(container => new ContainerSummary(container.Id, container.Name, container.ImageId, container.State, container.Labels))]);

    public Task<ContainerDetails> InspectAsync(string container, CancellationToken cancellationToken) =>
        Answer(() => containers.FirstOrDefault(known => known.Id == container || known.Name == container)
            ?? throw new DrException(ErrorTable.ContainerNotFound, $"no container {container}"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<ContainerEngine> GetEngineAsync(CancellationToken cancellationToken) => throw Unasked();

    public Task<string> CreateAsync(string? name, JsonObject configuration, CancellationToken cancellationToken) => throw Unasked();

    public Task ConnectNetworkAsync(string container, string network, JsonObject endpoint, CancellationToken cancellationToken) => throw Unasked();

    public Task<IReadOnlyList<ContainerNetworkSummary>> ListNetworksAsync(IReadOnlyCollection<string> labels, CancellationToken cancellationToken) => throw Unasked();

    public Task<string> CreateNetworkAsync(string name, JsonObject configuration, CancellationToken cancellationToken) => throw Unasked();

    public Task RemoveNetworkAsync(string network, CancellationToken cancellationToken) => throw Unasked();

    public Task RenameAsync(string container, string name, CancellationToken cancellationToken) => throw Unasked();

    public Task StartAsync(string container, CancellationToken cancellationToken) => throw Unasked();

    public Task StopAsync(string container, TimeSpan? grace, CancellationToken cancellationToken) => throw Unasked();

    public Task RemoveAsync(string container, bool force, bool withVolumes, CancellationToken cancellationToken) => throw Unasked();

    public Task<long> WaitAsync(string container, CancellationToken cancellationToken) => throw Unasked();

    public Task<IReadOnlyList<ContainerLogLine>> ReadLogAsync(string container, int lines, CancellationToken cancellationToken) => throw Unasked();

    public Task<IContainerExec> ExecAsync(string container, ContainerCommand command, CancellationToken cancellationToken) => throw Unasked();

    public Task CopyInAsync(string container, string directory, Stream archive, CancellationToken cancellationToken) => throw Unasked();

    public Task CopyOutAsync(string container, string path, Func<Stream, CancellationToken, Task> readArchive, CancellationToken cancellationToken) => throw Unasked();

    public Task<IReadOnlyList<ContainerImage>> ListImagesAsync(IReadOnlyCollection<string> labels, CancellationToken cancellationToken) => throw Unasked();

    public Task<ContainerImage?> FindImageAsync(string image, CancellationToken cancellationToken) => throw Unasked();

    public Task<string> ImportImageAsync(string name, Stream archive, IReadOnlyCollection<string> changes, CancellationToken cancellationToken) => throw Unasked();

    public Task PullImageAsync(string image, CancellationToken cancellationToken) => throw Unasked();

    private Task<T> Answer<T>(Func<T> answer) =>
        IsUnreachable ? Task.FromException<T>(new DrException(ErrorTable.EngineUnreachable, "there is no engine")) : Task.FromResult(answer());

    private static NotSupportedException Unasked() => new("Finding a target only looks.");
}
