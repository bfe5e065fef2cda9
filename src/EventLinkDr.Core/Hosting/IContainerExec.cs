namespace EventLinkDr.Hosting;

/// <summary>
/// A program running in a container, its streams attached. One reader and one writer at a time, at once if they like. Disposed early, the
/// connection ends, which the program sees as the end of its standard input; it is not killed.
/// </summary>
public interface IContainerExec : IAsyncDisposable
{
    /// <summary>The engine's id of it.</summary>
    string Id { get; }

    /// <summary>Writes to its standard input.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Ends its standard input; its output can still be read.</summary>
    ValueTask CloseInputAsync(CancellationToken cancellationToken);

    /// <summary>Reads what comes next on standard output or standard error.</summary>
    ValueTask<ContainerOutput> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Whether the program runs still.</summary>
    Task<bool> IsRunningAsync(CancellationToken cancellationToken);

    /// <summary>Waits until the program has ended. Its output must have been read to the end, or the program may wait for its reader.</summary>
    /// <returns>Its exit code.</returns>
    Task<int> WaitForExitAsync(CancellationToken cancellationToken);
}
