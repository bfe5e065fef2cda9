using System.Security.Cryptography;

namespace EventLinkDr.Streams;

/// <summary>Hashes what is read through it. Disposes the stream underneath.</summary>
internal sealed class HashingStream(Stream inner, Action<long> onBytes) : ReadOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _hash.AppendData(buffer[..count]);
        onBytes(count);
        return count;
    }

    /// <summary>Reads what is left; ends the hash.</summary>
    /// <returns>SHA-256 of everything, lower-case hexadecimal.</returns>
    public string Finish()
    {
        var buffer = new byte[64 * 1024];
        while (Read(buffer) > 0) { }
        return Convert.ToHexString(_hash.GetHashAndReset()).ToLowerInvariant();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
