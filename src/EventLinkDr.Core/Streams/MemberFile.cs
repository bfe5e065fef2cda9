using System.Buffers.Binary;
using EventLinkDr.Model;

namespace EventLinkDr.Streams;

/// <summary>
/// A file of gzip members, written by several threads: each compresses into memory and appends its member whole. Only a member that grows
/// past the limit holds the file for itself until it ends, so that memory stays bounded whatever the size of a row.
/// </summary>
internal sealed class MemberFile(Stream output) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<BackupMember> _members = [];
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Bytes in the file so far.</summary>
    public long Length { get; private set; }

    /// <summary>The members in the order they stand in; complete once every writer has ended.</summary>
    public IReadOnlyList<BackupMember> Members => _members;

    /// <summary>Lets table data follow: what must stand before it is in the file.</summary>
    public void OpenForData() => _opened.TrySetResult();

    /// <summary>Wakes writers that wait for <see cref="OpenForData"/> after it has become clear that it will not come.</summary>
    public void Abandon() => _opened.TrySetCanceled();

    /// <summary>Waits for the turn to append; <paramref name="afterData"/> also for the begin of the data.</summary>
    internal void Enter(bool afterData, CancellationToken cancellationToken)
    {
        if (afterData) _opened.Task.Wait(cancellationToken);
        _turn.Wait(cancellationToken);
    }

    internal void Append(ReadOnlySpan<byte> data)
    {
        output.Write(data);
        Length += data.Length;
    }

    internal void Leave() => _turn.Release();

    /// <summary>Records a member that has been appended whole; call before <see cref="Leave"/>.</summary>
    /// <param name="member">Kind, table and rows.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="rawLength">Length of its text.</param>
    /// <param name="tail">Its last eight bytes: CRC-32 and length (RFC 1952).</param>
    internal void Record(MemberLabel member, long offset, long rawLength, ReadOnlySpan<byte> tail) => _members.Add(new BackupMember
    {
        Kind = member.Kind,
        Offset = offset,
        Length = Length - offset,
        RawLength = rawLength,
        Crc32 = BinaryPrimitives.ReadUInt32LittleEndian(tail),
        Table = member.Table,
        Rows = member.Rows,
    });

    public void Dispose() => _turn.Dispose();
}
