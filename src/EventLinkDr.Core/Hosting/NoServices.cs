namespace EventLinkDr.Hosting;

/// <summary>Service control where no services are known: a server reached by a connection string.</summary>
public sealed class NoServices : IServiceControl
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListRunningAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <inheritdoc/>
    public Task StopAsync(IReadOnlyList<string> services, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(IReadOnlyList<string> services, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListLeftStoppedAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([]);
}
