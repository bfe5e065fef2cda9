using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Replication;

/// <summary>
/// A server that may come and go: no way to it is the same as no answer from it, and a container that was started again is reached anew, for its
/// address may be another one.
/// </summary>
internal sealed class SwitchServer(IDeploymentConnector connector, EventLinkTarget target, IOperationObserver observer) : IPostgresServer, IAsyncDisposable
{
    private readonly List<IDeployment> _ways = [];
    private readonly SemaphoreSlim _gate = new(1, 1);

    public string Description => target.Container is { } container ? $"container {container}" : $"{target.Host}:{target.Port}";

    public async Task<IPostgresSession> OpenAsync(SessionOptions options, CancellationToken cancellationToken)
    {
        var (way, known) = await FindWayAsync(null, cancellationToken).ConfigureAwait(false);
        try
        {
            return await way.Server.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.ServerUnreachable && known && target.Container is not null)
        {
            (way, _) = await FindWayAsync(way, cancellationToken).ConfigureAwait(false);
            return await way.Server.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var way in _ways) await way.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
    }

    /// <summary>The way that was found last, unless it is the one that does not lead there any more. Older ones stay: sessions may be on them.</summary>
    private async Task<(IDeployment Way, bool Known)> FindWayAsync(IDeployment? broken, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_ways.Count > 0 && _ways[^1] != broken) return (_ways[^1], true);
            var found = await connector.ConnectAsync(target, new ConnectOptions(), observer, cancellationToken).ConfigureAwait(false);
            _ways.Add(found);
            return (found, false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.ContainerNotFound || error.Kind == ErrorTable.EngineUnreachable)
        {
            throw new DrException(ErrorTable.ServerUnreachable, $"{Description} cannot be reached: {error.Message.TrimEnd('.')}", error) { Remedy = error.Remedy, Subject = target };
        }
        finally
        {
            _gate.Release();
        }
    }
}
