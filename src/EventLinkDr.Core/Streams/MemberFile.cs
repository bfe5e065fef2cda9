using System.Buffers;
using System.Buffers.Binary;
using EventLinkDr.Model;

namespace EventLinkDr.Streams;

/// <summary>
/// A file of gzip members, written by several threads: each compresses into memory and appends its member whole. Only a member that grows
/// past the limit holds the file for itself until it ends, so that memory stays bounded whatever the size of a row.
/// </summary>
internal sealed class MemberFile : IDisposable
{
    /// <summary>Bytes of members that may wait in memory for what stands before them.</summary>
    private const long EarlyLimit = 16 * 1024 * 1024;

    private readonly Stream _output;
    private readonly ArrayPool<byte> _pool = ChunkBuffer.NewPool();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<BackupMember> _members = [];
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ChunkBuffer _early;
    private readonly List<BackupMember> _earlyMembers = [];

    /// <param name="output">Where the file goes; stays open.</param>
    public MemberFile(Stream output)
    {
        _output = output;
        _early = NewBuffer();
    }

    /// <summary>Bytes in the file so far.</summary>
    public long Length { get; private set; }

    /// <summary>The members in the order they stand in; complete once every writer has ended.</summary>
    public IReadOnlyList<BackupMember> Members => _members;

    /// <summary>Lets table data follow: what must stand before it is in the file.</summary>
    public void OpenForData()
    {
        lock (_earlyMembers)
        {
            var before = Length;
            _early.MoveTo(this);
            _members.AddRange(_earlyMembers.Select(member => member with { Offset = before + member.Offset }));
            _opened.TrySetResult();
        }
    }

    /// <summary>Wakes writers that wait for <see cref="OpenForData"/> after it has become clear that it will not come.</summary>
    public void Abandon() => _opened.TrySetCanceled();

    /// <summary>Memory for a member that is not in the file yet; writers hand the same pieces round.</summary>
    internal ChunkBuffer NewBuffer() => new(_pool);

    /// <summary>Waits for the turn to append; <paramref name="afterData"/> also for the begin of the data.</summary>
    internal void Enter(bool afterData, CancellationToken cancellationToken)
    {
        if (afterData) _opened.Task.Wait(cancellationToken);
        _turn.Wait(cancellationToken);
    }

    /// <summary>Keeps a member of table data in memory as long as the file is not open for it, so that its writer can go on.</summary>
    /// <returns>False where it must wait for its turn.</returns>
    internal bool TryKeep(MemberLabel member, ChunkBuffer content, long rawLength, ReadOnlySpan<byte> tail)
    {
        lock (_earlyMembers)
        {
            if (_opened.Task.IsCompleted || _early.Length + content.Length > EarlyLimit) return false;
            _earlyMembers.Add(Describe(member, _early.Length, content.Length, rawLength, tail));
            content.MoveTo(_early);
            return true;
        }
    }

    internal void Append(ReadOnlySpan<byte> data)
    {
        _output.Write(data);
        Length += data.Length;
    }

    internal void Leave() => _turn.Release();

    /// <summary>Records a member that has been appended whole; call before <see cref="Leave"/>.</summary>
    /// <param name="member">Kind, table and rows.</param>
    /// <param name="offset">Where it begins.</param>
    /// <param name="rawLength">Length of its text.</param>
    /// <param name="tail">Its last eight bytes: CRC-32 and length (RFC 1952).</param>
    internal void Record(MemberLabel member, long offset, long rawLength, ReadOnlySpan<byte> tail) =>
        _members.Add(Describe(member, offset, Length - offset, rawLength, tail));

    public void Dispose()
    {
        _early.Dispose();
        _turn.Dispose();
    }

    private static BackupMember Describe(MemberLabel member, long offset, long length, long rawLength, ReadOnlySpan<byte> tail) => new()
    {
        Kind = member.Kind,
        Offset = offset,
        Length = length,
        RawLength = rawLength,
        Crc32 = BinaryPrimitives.ReadUInt32LittleEndian(tail),
        Table = member.Table,
        Rows = member.Rows,
    };
}
