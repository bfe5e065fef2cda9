namespace EventLinkDr.Hosting;

/// <summary>Keeps a server from accepting writes from outside of it, whatever its sessions do, over every restart.</summary>
public interface IInstanceFence
{
    /// <summary>What is fenced, for a person: <c>container eventlink-db-1</c>.</summary>
    string Description { get; }

    /// <summary>Looks.</summary>
    Task<InstanceFenceStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <summary>Makes sure that it will only start as a standby, then stops it in order. Done again, it does no harm.</summary>
    /// <param name="grace">How long it may take to stop by itself.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="Diagnostics.DrException">What the host of the server says.</exception>
    Task RaiseAsync(TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>Lets it be what it was.</summary>
    /// <param name="run">Whether it shall run afterwards.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Diagnostics.DrException">What the host of the server says.</exception>
    Task LiftAsync(bool run, CancellationToken cancellationToken);
}
