using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;

namespace EventLinkDr.TestKit;

/// <summary>Services that exist only as a record of what was done to them. It outlives a "killed" operation, as a real engine does.</summary>
public sealed class RecordingServices(params string[] running) : IServiceControl
{
    private readonly Lock _lock = new();
    private readonly List<string> _running = [.. running];
    private readonly List<string> _leftStopped = [];
    private readonly List<string> _calls = [];

    /// <summary>What was called, in order: <c>stop backend,worker</c>.</summary>
    public IReadOnlyList<string> Calls
    {
        get { lock (_lock) return [.. _calls]; }
    }

    public IReadOnlyList<string> Running
    {
        get { lock (_lock) return [.. _running]; }
    }

    /// <summary>Thrown by the next start, once.</summary>
    public DrException? StartFails { get; set; }

    /// <summary>Called in the middle of every stop and start.</summary>
    public Action<string>? OnCall { get; set; }

    public Task<IReadOnlyList<string>> ListRunningAsync(CancellationToken cancellationToken) => Task.FromResult(Running);

    public Task StopAsync(IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _calls.Add("stop " + string.Join(',', services));
            _leftStopped.AddRange(services);
            _running.RemoveAll(services.Contains);
        }

        OnCall?.Invoke("stop");
        return Task.CompletedTask;
    }

    public Task StartAsync(IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        OnCall?.Invoke("start");
        lock (_lock)
        {
            _calls.Add("start " + string.Join(',', services));
            if (StartFails is { } failure)
            {
                StartFails = null;
                throw failure;
            }

            _leftStopped.RemoveAll(services.Contains);
            _running.AddRange(services.Except(_running));
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<string>> ListLeftStoppedAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return Task.FromResult<IReadOnlyList<string>>([.. _leftStopped]);
    }
}
