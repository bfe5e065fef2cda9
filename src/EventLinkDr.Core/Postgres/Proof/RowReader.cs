using System.Buffers;
using EventLinkDr.Postgres.Snapshot;
using EventLinkDr.Streams;

namespace EventLinkDr.Postgres.Proof;

/// <summary>Reads a slice of a table and digests its rows. Blocking.</summary>
internal static class RowReader
{
    private const int BufferSize = 256 * 1024;

    public static RowDigest Read(IPostgresSession session, SnapshotTable table, TableSlice slice, Action<long> onBytes, CancellationToken cancellationToken)
    {
        var digest = new RowDigest();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var source = session.CopyOut(slice.CopyStatement(table), cancellationToken);
            var filled = 0;
            while (true)
            {
                var count = source.Read(buffer.AsSpan(filled, BufferSize - filled));
                filled += count;
                if (count > 0 && filled < BufferSize - 1024) continue;
                digest.Add(buffer.AsSpan(0, filled));
                onBytes(filled);
                filled = 0;
                if (count == 0) return digest;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
