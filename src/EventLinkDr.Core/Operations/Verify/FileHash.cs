using System.Buffers;
using System.Security.Cryptography;

namespace EventLinkDr.Operations.Verify;

/// <summary>Hashes a stream as fast as SHA-256 goes: the next piece is read while one is hashed.</summary>
internal static class FileHash
{
    private const int PieceSize = 1024 * 1024;

    /// <param name="stream">Read to its end.</param>
    /// <param name="onPiece">Sees each piece with its offset.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Lower-case hexadecimal digits, and the length.</returns>
    public static async Task<(string Sha256, long Length)> ReadAsync(Stream stream, Action<long, ReadOnlyMemory<byte>> onPiece, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var current = ArrayPool<byte>.Shared.Rent(PieceSize);
        var next = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            long offset = 0;
            var count = await FillAsync(stream, current, cancellationToken).ConfigureAwait(false);
            while (count > 0)
            {
                var reading = FillAsync(stream, next, cancellationToken);
                try
                {
                    hash.AppendData(current, 0, count);
                    onPiece(offset, current.AsMemory(0, count));
                }
                finally
                {
                    // The buffer must not go back to the pool while it is being filled.
                    await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                offset += count;
                count = await reading.ConfigureAwait(false);
                (current, next) = (next, current);
            }

            return (Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant(), offset);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(current);
            ArrayPool<byte>.Shared.Return(next);
        }
    }

    private static Task<int> FillAsync(Stream stream, byte[] buffer, CancellationToken cancellationToken) =>
        stream.ReadAtLeastAsync(buffer.AsMemory(0, PieceSize), PieceSize, throwOnEndOfStream: false, cancellationToken).AsTask();
}
