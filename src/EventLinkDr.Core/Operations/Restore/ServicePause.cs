using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;

namespace EventLinkDr.Operations.Restore;

/// <summary>The time in which the services are stopped. However the operation ends, they are started again.</summary>
internal sealed class ServicePause(IServiceControl services, IOperationObserver observer) : IAsyncDisposable
{
    private IReadOnlyList<string> _stopped = [];

    /// <summary>Whether a start was tried: from then on the database may have been written to.</summary>
    public bool StartBegan { get; private set; }

    /// <summary>Whether anything was stopped and not started yet.</summary>
    public bool AnyStopped => _stopped.Count > 0;

    /// <summary>Stops what runs.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var running = await services.ListRunningAsync(cancellationToken).ConfigureAwait(false);
        if (running.Count == 0) return;
        using (observer.Phase("stop services"))
        {
            // Before the call: interrupted halfway, some of them have stopped.
            _stopped = running;
            await services.StopAsync(running, cancellationToken).ConfigureAwait(false);
        }

        observer.Milestone($"stopped {string.Join(", ", running)}");
    }

    /// <summary>Leaves them stopped, on purpose.</summary>
    public void Leave() => _stopped = [];

    /// <summary>Starts what was stopped and waits until it is healthy.</summary>
    /// <exception cref="DrException"><c>ServiceUnhealthy</c>.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_stopped.Count == 0) return;
        using (observer.Phase("start services"))
        {
            StartBegan = true;
            await services.StartAsync(_stopped, cancellationToken).ConfigureAwait(false);
        }

        observer.Milestone($"started {string.Join(", ", _stopped)}");
        _stopped = [];
    }

    /// <summary>Starts them on the way out of a failure; what does not start is a warning, for the failure itself is being thrown.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopped.Count == 0 || StartBegan) return;
        try
        {
            await StartAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (error is DrException or IOException or OperationCanceledException)
        {
            observer.Warning($"{string.Join(", ", _stopped)} could not be started again: {error.Message} The next command tries once more.");
        }
    }
}
