using System.Buffers.Binary;

namespace EventLinkDr.Adapters.Npgsql;

/// <summary>
/// Unwraps the rows of a COPY, each a message of its own, straight from the buffer they were received in. Npgsql does the same at the cost of a
/// chain of calls for each row. Messages: PostgreSQL manual, 55.2.6 and 55.7, CopyData.
/// </summary>
internal sealed class CopyMessages(ReceiveBuffer buffer)
{
    private const byte CopyData = (byte)'d';
    private const int HeaderLength = 5;
    private const int LengthLength = 4;

    private int _left;

    /// <summary>Whether a message has been begun and not ended.</summary>
    public bool IsWithin => _left > 0;

    /// <summary>Takes as many rows as are at hand, or waits for some.</summary>
    /// <returns>Bytes taken; 0 where something else than a row comes, or nothing more.</returns>
    public int Take(Span<byte> destination)
    {
        var taken = 0;
        while (true)
        {
            taken += Unwrap(destination[taken..], out var ended);
            if (taken > 0 || ended || !buffer.Fill()) return taken;
        }
    }

    private int Unwrap(Span<byte> destination, out bool ended)
    {
        ended = false;
        var content = buffer.Content;
        var (position, taken) = (0, 0);
        while (taken < destination.Length)
        {
            if (_left == 0)
            {
                if (position == content.Length) break;
                ended = content[position] != CopyData;
                if (ended || content.Length - position < HeaderLength) break;
                _left = BinaryPrimitives.ReadInt32BigEndian(content[(position + 1)..]) - LengthLength;
                position += HeaderLength;
                continue;
            }

            var count = Math.Min(_left, Math.Min(content.Length - position, destination.Length - taken));
            if (count == 0) break;
            content.Slice(position, count).CopyTo(destination[taken..]);
            position += count;
            taken += count;
            _left -= count;
        }

        buffer.Skip(position);
        return taken;
    }
}
