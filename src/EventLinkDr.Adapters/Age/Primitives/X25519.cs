using System.Security.Cryptography;

namespace EventLinkDr.Adapters.Age.Primitives;

/// <summary>Diffie-Hellman on Curve25519: the function X25519 of RFC 7748, section 5, as a Montgomery ladder. .NET 8 has none.</summary>
internal static class X25519
{
    /// <summary>Length of a scalar, of a point and of a shared secret.</summary>
    public const int Size = 32;

    private static readonly byte[] BasePoint = [9, .. new byte[31]];

    /// <summary>The public point of a secret scalar.</summary>
    public static void PublicPoint(ReadOnlySpan<byte> scalar, Span<byte> result) => Multiply(scalar, BasePoint, result);

    /// <summary>Multiplies a point by a scalar. The caller refuses a result of all zeros (RFC 7748, section 6.1).</summary>
    public static void Multiply(ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point, Span<byte> result)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scalar.Length, Size);
        ArgumentOutOfRangeException.ThrowIfNotEqual(point.Length, Size);
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Length, Size);
        Span<byte> k = stackalloc byte[Size];
        scalar.CopyTo(k);
        k[0] &= 248;
        k[31] = (byte)(k[31] & 127 | 64);
        Ladder(k, Field25519.Read(point)).Write(result);
        CryptographicOperations.ZeroMemory(k);
    }

    private static Field25519 Ladder(ReadOnlySpan<byte> k, Field25519 x1)
    {
        Field25519 x2 = Field25519.One, z2 = Field25519.Zero, x3 = x1, z3 = Field25519.One;
        ulong swap = 0;
        for (var t = 254; t >= 0; t--)
        {
            var bit = (ulong)(k[t >> 3] >> (t & 7)) & 1;
            Field25519.Exchange(swap ^ bit, ref x2, ref x3);
            Field25519.Exchange(swap ^ bit, ref z2, ref z3);
            swap = bit;

            var a = x2 + z2;
            var aa = a * a;
            var b = x2 - z2;
            var bb = b * b;
            var e = aa - bb;
            var da = (x3 - z3) * a;
            var cb = (x3 + z3) * b;
            var sum = da + cb;
            var difference = da - cb;
            x3 = sum * sum;
            z3 = x1 * (difference * difference);
            x2 = aa * bb;
            z2 = e * (aa + e * 121665);
        }

        Field25519.Exchange(swap, ref x2, ref x3);
        Field25519.Exchange(swap, ref z2, ref z3);
        return x2 * z2.Invert();
    }
}
