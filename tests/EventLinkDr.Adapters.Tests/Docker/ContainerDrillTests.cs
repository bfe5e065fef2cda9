using EventLinkDr.Adapters.Age;
using EventLinkDr.Adapters.Deployments;
using EventLinkDr.Adapters.Docker;
using EventLinkDr.Adapters.Stores;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Hosting.Copies;
using EventLinkDr.Model;
using EventLinkDr.Operations.Drill;
using EventLinkDr.Storage;
using EventLinkDr.Streams;
using EventLinkDr.TestKit;

namespace EventLinkDr.Adapters.Tests.Docker;

/// <summary>A host that has an engine and no PostgreSQL programs.</summary>
public sealed class ContainerDrillTests(DockerEngineFixture docker)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Drill_InAContainer_ProvesTheRecoveryAndLeavesNothing()
    {
        var engine = await docker.RequireAsync();
        await using var adapters = new EngineOnly(engine, await docker.PostgresImageAsync());
        var result = await new DrillOperation(adapters).RunAsync(DrillOperation.Prepare(new DrillOptions { Scale = 0.02 }), NullObserver.Instance, Token);
        Assert.True(result.Passed, string.Join(", ", result.Differences));
        Assert.Equal(ProofOutcome.Proven, result.Proof);
        Assert.Contains("in container", result.Server, StringComparison.Ordinal);
        Assert.Equal("ContainerNotFound", (await Assert.ThrowsAnyAsync<DrException>(() => engine.InspectAsync(adapters.Started!, Token))).Id);
    }

    private sealed class EngineOnly(DockerEngine engine, string image) : IAdapters, IThrowawayServers
    {
        public string? Started { get; private set; }

        public IDeploymentConnector Deployments { get; } = new DeploymentConnector(() => engine);

        public IContainerHost Containers => engine;

        public IThrowawayServers ThrowawayServers => this;

        public IStoreOpener Stores => StoreOpener.Standard;

        public IBackupCipher Cipher { get; } = new AgeCipher();

        public async Task<IThrowawayServer> StartAsync(int? major, IOperationObserver observer, CancellationToken cancellationToken)
        {
            var cluster = await ContainerCluster.StartAsync(engine, image, ThrowawaySettings.Lines, cancellationToken);
            Started = cluster.Id;
            return cluster;
        }

        public Task<IThrowawayServer> StartCopyAsync(CopyOrder order, IOperationObserver observer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
