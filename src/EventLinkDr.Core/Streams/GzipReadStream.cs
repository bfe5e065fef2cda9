using System.Buffers.Binary;
using System.IO.Compression;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Streams;

/// <summary>
/// Reads gzip data of any origin, of one member or many, and proves it on the way: .NET's own stream gives short data from a truncated
/// file without a word and looks at no checksum. Blocking.
/// </summary>
internal sealed class GzipReadStream(Stream source, int bufferSize = 64 * 1024) : ReadOnlyStream
{
    private readonly DeflateInput _input = new(source, bufferSize);
    private DeflateStream? _inflater;
    private Crc32Checksum _crc;
    private long _memberLength;
    private bool _ended;

    /// <summary>Members that have been read whole.</summary>
    public int Members { get; private set; }

    /// <summary>CRC-32 of the member read last.</summary>
    public uint Crc32 => _crc.Value;

    /// <summary>Length of the text of the member read last.</summary>
    public long MemberLength => _memberLength;

    /// <summary>Compressed bytes taken from the source so far.</summary>
    public long CompressedPosition => _input.Passed;

    /// <inheritdoc/>
    /// <exception cref="DrException"><c>BackupTruncated</c>, <c>BackupCorrupt</c>.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (!_ended)
        {
            if (_inflater is null && !BeginMember()) break;
            var count = Inflate(buffer);
            if (count > 0)
            {
                _crc.Add(buffer[..count]);
                _memberLength += count;
                return count;
            }

            EndMember();
        }

        _ended = true;
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ended = true;
            _inflater?.Dispose();
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool BeginMember()
    {
        var next = _input.PeekByte();
        if (Members > 0 && next <= 0)
        {
            // Tapes and some tools fill the last block with zeros.
            while (next == 0) next = _input.TakeByte();
            if (next > 0) throw new DrException(ErrorTable.BackupCorrupt, "something that is no gzip data follows the gzip data");
            return false;
        }

        GzipHeader.Read(_input.TakeByte);
        _input.Begin();
        _inflater = new DeflateStream(_input, CompressionMode.Decompress, leaveOpen: true);
        _crc = default;
        _memberLength = 0;
        return true;
    }

    private int Inflate(Span<byte> buffer)
    {
        try
        {
            return _inflater!.Read(buffer);
        }
        catch (InvalidDataException error)
        {
            throw _input.RanOut ? Truncated(error) : Corrupt("the compressed data makes no sense", error);
        }
    }

    private void EndMember()
    {
        if (_input.RanOut) throw Truncated();
        _inflater!.Dispose();
        _inflater = null;
        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc.Value);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], unchecked((uint)_memberLength));
        if (!_input.PassTrailer(trailer))
            throw _input.TrailerFound().Length < trailer.Length ? Truncated() : Corrupt("the text of a gzip member does not have the checksum or the length its trailer states");
        Members++;
    }

    private static DrException Truncated(Exception? inner = null) => new(ErrorTable.BackupTruncated, "the file ends inside its gzip data", inner);

    private static DrException Corrupt(string what, Exception? inner = null) => new(ErrorTable.BackupCorrupt, what, inner);
}
