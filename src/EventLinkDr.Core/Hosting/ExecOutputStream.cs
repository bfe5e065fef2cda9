namespace EventLinkDr.Hosting;

/// <summary>Standard output of a program in a container as a stream; what comes on standard error in between is handed over.</summary>
/// <param name="exec">The program.</param>
/// <param name="onError">Takes standard error; the memory is valid only during the call.</param>
internal sealed class ExecOutputStream(IContainerExec exec, Action<ReadOnlyMemory<byte>> onError) : Stream
{
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        while (!_ended)
        {
            var (channel, count) = await exec.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0) _ended = true;
            else if (channel == ContainerChannel.Output) return count;
            else onError(buffer[..count]);
        }

        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
