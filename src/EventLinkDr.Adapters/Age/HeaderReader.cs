using System.Text;

namespace EventLinkDr.Adapters.Age;

/// <summary>Reads the header and the payload's nonce from the beginning of a stream, and keeps what it read beyond them.</summary>
/// <param name="source">The file.</param>
/// <param name="beginning">What was read of it already.</param>
internal sealed class HeaderReader(Stream source, ReadOnlyMemory<byte> beginning)
{
    // About nine thousand recipients; a file that claims more is not taken into memory.
    private const int LargestHeader = 1 << 20;

    private byte[] _buffer = [.. beginning.Span, .. new byte[1024]];
    private int _filled = beginning.Length;
    private int _position;

    /// <summary>How far the file has been taken in; after the nonce, where the chunks begin.</summary>
    public long Position => _position;

    /// <summary>What was read of the payload already.</summary>
    public ReadOnlyMemory<byte> Remainder => _buffer.AsMemory(_position, _filled - _position);

    public async Task<AgeHeader> ReadAsync(CancellationToken cancellationToken)
    {
        if (!(await LineAsync(cancellationToken).ConfigureAwait(false)).Span.SequenceEqual("age-encryption.org/v1"u8))
            throw AgeException.Header("does not say that age, version 1, encrypted it");
        var stanzas = new List<Stanza>();
        while (true)
        {
            var begin = _position;
            var line = await LineAsync(cancellationToken).ConfigureAwait(false);
            if (line.Span.StartsWith("---"u8)) return End(stanzas, begin, line.Span);
            var (type, arguments) = Arguments(line.Span);
            stanzas.Add(new Stanza(type, arguments, await BodyAsync(cancellationToken).ConfigureAwait(false)));
        }
    }

    /// <summary>Reads what stands between header and chunks.</summary>
    public async Task<byte[]> ReadNonceAsync(CancellationToken cancellationToken)
    {
        while (_filled - _position < PayloadKey.NonceSize)
        {
            if (!await FillAsync(cancellationToken).ConfigureAwait(false)) throw AgeException.Header("breaks off before the encrypted data");
        }

        _position += PayloadKey.NonceSize;
        return _buffer[(_position - PayloadKey.NonceSize).._position];
    }

    private AgeHeader End(List<Stanza> stanzas, int begin, ReadOnlySpan<byte> line)
    {
        if (stanzas.Count == 0) throw AgeException.Header("names no recipient");
        if (!line.StartsWith("--- "u8) || line.Length != 4 + RawBase64.EncodedLength(AgeHeader.MacSize) || RawBase64.Decode(line[4..]) is not { } mac)
            throw AgeException.Header("ends in something that is no MAC");
        return new AgeHeader(stanzas, _buffer.AsMemory(0, begin + 3), mac, _position);
    }

    private static (string Type, string[] Arguments) Arguments(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("-> "u8)) throw AgeException.Header("holds a line that begins no recipient's part");
        var arguments = Encoding.Latin1.GetString(line[3..]).Split(' ');
        if (arguments.Any(argument => argument.Length == 0 || argument.Any(character => character is < '!' or > '~')))
            throw AgeException.Header("holds a recipient's part whose first line is malformed");
        return (arguments[0], arguments[1..]);
    }

    private async Task<byte[]> BodyAsync(CancellationToken cancellationToken)
    {
        var body = new List<byte>();
        while (true)
        {
            var line = await LineAsync(cancellationToken).ConfigureAwait(false);
            if (line.Length > Stanza.Columns || RawBase64.Decode(line.Span) is not { } part)
                throw AgeException.Header("holds a recipient's part whose body is malformed");
            body.AddRange(part);
            if (line.Length < Stanza.Columns) return [.. body];
        }
    }

    /// <summary>The next line, without its end. Valid until the next call.</summary>
    private async Task<ReadOnlyMemory<byte>> LineAsync(CancellationToken cancellationToken)
    {
        var searched = _position;
        while (true)
        {
            var end = _buffer.AsSpan(searched, _filled - searched).IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = _buffer.AsMemory(_position, searched + end - _position);
                _position = searched + end + 1;
                return line;
            }

            searched = _filled;
            if (!await FillAsync(cancellationToken).ConfigureAwait(false)) throw AgeException.Header(_filled == 0 ? "is missing: the file is empty" : "breaks off");
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_filled == _buffer.Length)
        {
            if (_buffer.Length >= LargestHeader) throw AgeException.Header("is longer than 1 MiB");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = await source.ReadAsync(_buffer.AsMemory(_filled), cancellationToken).ConfigureAwait(false);
        _filled += count;
        return count > 0;
    }
}
