using System.Buffers.Binary;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Docker;

/// <summary>
/// Takes apart what the engine sends of two output streams over one connection: frames of eight bytes (channel, three zeros, length in
/// network order) and that many bytes.
/// </summary>
internal sealed class FrameReader(Stream stream)
{
    private const int HeaderLength = 8;

    // Frames are often a few bytes each: one system call should fetch many.
    private readonly byte[] _buffer = new byte[32 * 1024];
    private int _start;
    private int _end;
    private long _left;
    private ContainerChannel _channel;

    /// <summary>Reads at most one frame's bytes; 0 at the end.</summary>
    /// <exception cref="EndOfStreamException">The stream ends within a frame.</exception>
    public async ValueTask<ContainerOutput> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (_left == 0)
        {
            if (!await ReadHeaderAsync(cancellationToken).ConfigureAwait(false)) return new ContainerOutput(ContainerChannel.Output, 0);
        }

        if (_left < buffer.Length) buffer = buffer[..(int)_left];
        var count = Math.Min(_end - _start, buffer.Length);
        if (count > 0)
        {
            _buffer.AsSpan(_start, count).CopyTo(buffer.Span);
            _start += count;
        }
        else
        {
            // Large frames go past the buffer.
            count = buffer.Length >= _buffer.Length ? await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)
                : await FillAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0) throw new EndOfStreamException("the engine's stream ended within a frame");
        }

        _left -= count;
        return new ContainerOutput(_channel, count);
    }

    private async ValueTask<int> FillAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
        var count = Math.Min(_end, buffer.Length);
        _buffer.AsSpan(0, count).CopyTo(buffer.Span);
        _start = count;
        return count;
    }

    private async ValueTask<bool> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        while (_end - _start < HeaderLength)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (count == 0) return _end == 0 ? false : throw new EndOfStreamException("the engine's stream ended within a frame");
            _end += count;
        }

        _channel = _buffer[_start] switch
        {
            0 or 1 => ContainerChannel.Output,
            2 => ContainerChannel.Error,
            _ => throw new InvalidDataException("the engine's stream is not framed"),
        };
        _left = BinaryPrimitives.ReadUInt32BigEndian(_buffer.AsSpan(_start + 4));
        _start += HeaderLength;
        return true;
    }
}
