using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;

namespace EventLinkDr.Streams;

/// <summary>The text of one known member of a backup, proven against the manifest when its end is reached. Blocking.</summary>
internal sealed class MemberReadStream : ReadOnlyStream
{
    private const int LargestBuffer = 64 * 1024;

    private readonly BackupMember _member;
    private readonly GzipReadStream _gzip;

    /// <param name="source">Bytes of the file from the member's offset on; disposed with this stream.</param>
    /// <param name="member">The member.</param>
    public MemberReadStream(Stream source, BackupMember member)
    {
        _member = member;
        _gzip = new GzipReadStream(new BoundedStream(source, member.Length), (int)Math.Min(member.Length, LargestBuffer));
    }

    /// <summary>Bytes of the file up to what was read.</summary>
    public long FilePosition => _member.Offset + _gzip.CompressedPosition;

    /// <summary>Opens a member of a backup in a store.</summary>
    /// <exception cref="DrException"><c>BackupNotFound</c>, <c>StoreUnavailable</c>.</exception>
    public static async Task<MemberReadStream> OpenAsync(IBackupStore store, string name, BackupMember member, CancellationToken cancellationToken) =>
        new(await store.OpenReadAsync(name, member.Offset, cancellationToken).ConfigureAwait(false), member);

    /// <inheritdoc/>
    /// <exception cref="DrException"><c>BackupTruncated</c>, <c>BackupCorrupt</c>.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        var count = _gzip.Read(buffer);
        if (count > 0) return count;
        if (_gzip.Members != 1 || _gzip.MemberLength != _member.RawLength || _gzip.Crc32 != _member.Crc32)
            throw new DrException(ErrorTable.BackupCorrupt, $"the {_member.Kind} member at offset {_member.Offset} is not the one the manifest describes");
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _gzip.Dispose();
        base.Dispose(disposing);
    }
}
