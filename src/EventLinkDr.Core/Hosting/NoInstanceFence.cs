namespace EventLinkDr.Hosting;

/// <summary>A server of which nothing is known but its address.</summary>
public sealed class NoInstanceFence : IInstanceFence
{
    /// <inheritdoc/>
    public string Description => "a server outside our reach";

    /// <inheritdoc/>
    public Task<InstanceFenceStatus> GetStatusAsync(CancellationToken cancellationToken) => Task.FromResult(InstanceFenceStatus.Unavailable);

    /// <inheritdoc/>
    public Task RaiseAsync(TimeSpan grace, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task LiftAsync(bool run, CancellationToken cancellationToken) => Task.CompletedTask;
}
