using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Adapters.Deployments;

/// <summary>A deployment whose database may be away: its services are there, and the way to the server is looked for when a session is opened.</summary>
/// <param name="target">What was resolved.</param>
/// <param name="containers">The engine; null without one.</param>
/// <param name="connect">Looks for the way.</param>
internal sealed class LateDeployment(EventLinkTarget target, IContainerHost? containers, Func<CancellationToken, Task<IDeployment>> connect) : IDeployment, IPostgresServer
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    // Ways that have ended are kept to the end: a session may still be on one.
    private readonly List<IDeployment> _reached = [];
    private IDeployment? _current;

    public EventLinkTarget Target => target;

    public IPostgresServer Server => this;

    public IServiceControl Services { get; } = containers is not null && target.Project is { } project ? new ComposeServices(containers, project) : new NoServices();

    public IContainerHost? Containers => containers;

    public string Description => target.ToString();

    public async Task<IPostgresSession> OpenAsync(SessionOptions options, CancellationToken cancellationToken)
    {
        var deployment = await ReachAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await deployment.Server.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind.ExitCode == ExitCode.Unreachable)
        {
            // A container that was made anew has another address.
            Interlocked.CompareExchange(ref _current, null, deployment);
            throw;
        }
    }

    public async Task<IPgDump> GetPgDumpAsync(PostgresVersion serverVersion, CancellationToken cancellationToken) =>
        await (await ReachAsync(cancellationToken).ConfigureAwait(false)).GetPgDumpAsync(serverVersion, cancellationToken).ConfigureAwait(false);

    public async Task<long?> ReadFreeSpaceAsync(CancellationToken cancellationToken) =>
        await (await ReachAsync(cancellationToken).ConfigureAwait(false)).ReadFreeSpaceAsync(cancellationToken).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        foreach (var deployment in _reached) await deployment.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
    }

    private async Task<IDeployment> ReachAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_current is { } known) return known;
            var deployment = await connect(cancellationToken).ConfigureAwait(false);
            _reached.Add(deployment);
            return _current = deployment;
        }
        finally
        {
            _gate.Release();
        }
    }
}
