using System.Security.Cryptography;
using EventLinkDr.Adapters.Age.Primitives;
using EventLinkDr.Streams;

namespace EventLinkDr.Adapters.Age;

/// <summary>Gives out the plaintext of chunk after chunk; where the chunks come from is for others to say.</summary>
internal abstract class PlaintextStream(PayloadKey key) : ReadOnlyStream
{
    private readonly IAead _cipher = key.CreateCipher();
    private readonly byte[] _nonce = new byte[Aead.NonceSize];
    private readonly byte[] _plaintext = GC.AllocateUninitializedArray<byte>(PayloadKey.ChunkSize, pinned: true);
    private int _position;
    private int _filled;
    private bool _disposed;

    public override bool CanRead => !_disposed;

    public override int Read(Span<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        while (_position == _filled && buffer.Length > 0)
        {
            if (!Next()) return 0;
        }

        return Take(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        while (_position == _filled && buffer.Length > 0)
        {
            if (!await NextAsync(cancellationToken).ConfigureAwait(false)) return 0;
        }

        return Take(buffer.Span);
    }

    /// <summary>Reads the next chunk and opens it; false at the end.</summary>
    protected abstract bool Next();

    /// <inheritdoc cref="Next"/>
    protected abstract Task<bool> NextAsync(CancellationToken cancellationToken);

    /// <summary>Opens a chunk and makes its plaintext the next to be given out.</summary>
    /// <param name="input">The chunk with its tag.</param>
    /// <param name="chunk">Its number.</param>
    /// <param name="isLast">Whether it must be marked as the last.</param>
    /// <returns>Whether it is authentic.</returns>
    protected bool TryOpen(ReadOnlySpan<byte> input, long chunk, bool isLast)
    {
        PayloadKey.WriteNonce(_nonce, chunk, isLast);
        var length = input.Length - Aead.TagSize;
        _position = _filled = 0;
        if (!_cipher.TryDecrypt(_nonce, input, _plaintext.AsSpan(0, length))) return false;
        _filled = length;
        return true;
    }

    /// <summary>Passes over the beginning of what was opened.</summary>
    protected void Skip(int count) => _position += count;

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _cipher.Dispose();
            CryptographicOperations.ZeroMemory(_plaintext);
            _position = _filled = 0;
        }

        base.Dispose(disposing);
    }

    private int Take(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _filled - _position);
        _plaintext.AsSpan(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }
}
