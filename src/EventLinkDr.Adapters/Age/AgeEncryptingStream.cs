using System.Security.Cryptography;
using EventLinkDr.Adapters.Age.Primitives;
using EventLinkDr.Streams;

namespace EventLinkDr.Adapters.Age;

/// <summary>Seals chunk after chunk; the last is held back until it is known to be the last.</summary>
internal sealed class AgeEncryptingStream(Stream destination, PayloadKey key) : EncryptingStream
{
    private readonly IAead _cipher = key.CreateCipher();
    private readonly byte[] _plaintext = GC.AllocateUninitializedArray<byte>(PayloadKey.ChunkSize, pinned: true);
    private readonly byte[] _sealed = GC.AllocateUninitializedArray<byte>(PayloadKey.SealedChunkSize);
    private readonly byte[] _nonce = new byte[Aead.NonceSize];
    private int _filled;
    private long _chunk;
    private bool _ended;
    private bool _disposed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => !_ended;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (Take(ref buffer, out var length)) WriteSealed(length);
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (Take(ref buffer, out var length)) await WriteSealedAsync(length, cancellationToken).ConfigureAwait(false);
    }

    public override void Complete()
    {
        WriteSealed(Seal(_plaintext.AsSpan(0, _filled), isLast: true));
        destination.Flush();
    }

    public override async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await WriteSealedAsync(Seal(_plaintext.AsSpan(0, _filled), isLast: true), cancellationToken).ConfigureAwait(false);
        await destination.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    // A chunk can only be written whole: what is held back stays so.
    public override void Flush() => destination.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => destination.FlushAsync(cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _ended = true;
            _cipher.Dispose();
            key.Dispose();
            CryptographicOperations.ZeroMemory(_plaintext);
        }

        base.Dispose(disposing);
    }

    private bool Take(ref ReadOnlyMemory<byte> buffer, out int length)
    {
        var rest = buffer.Span;
        var isSealed = Take(ref rest, out length);
        buffer = buffer[^rest.Length..];
        return isSealed;
    }

    /// <summary>Takes in what it can; true when that made a chunk which is to be written.</summary>
    private bool Take(ref ReadOnlySpan<byte> buffer, out int length)
    {
        ThrowIfEnded();
        if (_filled == 0 && buffer.Length > PayloadKey.ChunkSize)
        {
            length = Seal(buffer[..PayloadKey.ChunkSize], isLast: false);
            buffer = buffer[PayloadKey.ChunkSize..];
            return true;
        }

        if (_filled == PayloadKey.ChunkSize && buffer.Length > 0)
        {
            length = Seal(_plaintext, isLast: false);
            _filled = 0;
            return true;
        }

        var count = Math.Min(buffer.Length, PayloadKey.ChunkSize - _filled);
        buffer[..count].CopyTo(_plaintext.AsSpan(_filled));
        buffer = buffer[count..];
        _filled += count;
        length = 0;
        return buffer.Length > 0 && Take(ref buffer, out length);
    }

    private int Seal(ReadOnlySpan<byte> plaintext, bool isLast)
    {
        ThrowIfEnded();
        _ended = isLast;
        PayloadKey.WriteNonce(_nonce, _chunk++, isLast);
        var length = plaintext.Length + Aead.TagSize;
        _cipher.Encrypt(_nonce, plaintext, _sealed.AsSpan(0, length));
        return length;
    }

    private void WriteSealed(int length)
    {
        var wasEnded = _ended;
        // A write that failed may have written a part: nothing that follows it could be read.
        _ended = true;
        destination.Write(_sealed, 0, length);
        _ended = wasEnded;
    }

    private async ValueTask WriteSealedAsync(int length, CancellationToken cancellationToken)
    {
        var wasEnded = _ended;
        _ended = true;
        await destination.WriteAsync(_sealed.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        _ended = wasEnded;
    }

    private void ThrowIfEnded()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_ended) throw new InvalidOperationException("The encrypted stream has been completed, or writing it failed.");
    }
}
