using System.Buffers;
using System.Text;
using EventLinkDr.Model;
using EventLinkDr.Streams;

namespace EventLinkDr.Postgres.Snapshot;

/// <summary>Copies one slice of a table into members of the backup file, counting and digesting its rows on the way. Blocking.</summary>
internal sealed class SliceReader(MemberFile file, BackupCompression compression, IReadOnlyList<SnapshotTable> tables, TableTally[] tallies,
    Action<int, long> onBytes, CancellationToken cancellationToken)
{
    private const int BufferSize = 512 * 1024;

    /// <summary>A member is ended at the next row once it is this large: a restore loads members in parallel.</summary>
    private const int MemberTarget = 6 * 1024 * 1024;

    /// <summary>A single row larger than this holds the file for itself.</summary>
    private const int MemoryLimit = 12 * 1024 * 1024;

    private static ReadOnlySpan<byte> EndOfData => "\\.\n\n\n"u8;

    public void Read(IPostgresSession session, TableSlice slice)
    {
        var table = tables[slice.Table];
        var digest = new RowDigest();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        MemberWriter? member = null;
        long rowsBefore = 0;
        try
        {
            using var source = session.CopyOut(slice.CopyStatement(table), cancellationToken);
            var filled = 0;
            while (true)
            {
                var count = source.Read(buffer.AsSpan(filled, BufferSize - filled));
                filled += count;
                // Every read brings one row at most; they are worth handling by the buffer only.
                if (count > 0 && filled < BufferSize - 1024) continue;
                var data = buffer.AsSpan(0, filled);
                digest.Add(data);
                if (member is null && (filled > 0 || (slice.IsFirst && digest.Rows == 0))) member = Begin(table);
                // After the last row the member ends anyway.
                var end = count > 0 && member is not null && member.CompressedLength >= MemberTarget ? data.LastIndexOf((byte)'\n') + 1 : 0;
                if (end > 0)
                {
                    var rows = digest.Rows;
                    member!.Write(data[..end]);
                    End(member, slice.Table, rows - rowsBefore);
                    rowsBefore = rows;
                    member = end < filled ? Begin(table) : null;
                }

                member?.Write(data[end..]);
                onBytes(slice.Table, filled);
                filled = 0;
                cancellationToken.ThrowIfCancellationRequested();
                if (count == 0) break;
            }

            if (member is not null) End(member, slice.Table, digest.Rows - rowsBefore);
            member = null;
            tallies[slice.Table].Add(digest);
        }
        finally
        {
            member?.Dispose();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private MemberWriter Begin(SnapshotTable table)
    {
        var member = new MemberWriter(file, compression, afterData: true, MemoryLimit, cancellationToken);
        member.Write(Encoding.Latin1.GetBytes(table.CopyHeader));
        return member;
    }

    private static void End(MemberWriter member, int table, long rows)
    {
        using (member)
        {
            member.Write(EndOfData);
            member.Finish(new MemberLabel(MemberKind.TableData, table, rows));
        }
    }
}
