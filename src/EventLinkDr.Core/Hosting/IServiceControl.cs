namespace EventLinkDr.Hosting;

/// <summary>Stops and starts the services that use the database.</summary>
public interface IServiceControl
{
    /// <summary>Names of the services that hold connections and run now.</summary>
    Task<IReadOnlyList<string>> ListRunningAsync(CancellationToken cancellationToken);

    /// <summary>Stops them; returns when they have stopped. Records it first, so that a later command can start them after a kill.</summary>
    Task StopAsync(IReadOnlyList<string> services, CancellationToken cancellationToken);

    /// <summary>Starts them and waits until they are healthy.</summary>
    /// <exception cref="Diagnostics.DrException"><c>ServiceUnhealthy</c>.</exception>
    Task StartAsync(IReadOnlyList<string> services, CancellationToken cancellationToken);

    /// <summary>Services that an earlier command of ours stopped and did not start again.</summary>
    Task<IReadOnlyList<string>> ListLeftStoppedAsync(CancellationToken cancellationToken);
}
