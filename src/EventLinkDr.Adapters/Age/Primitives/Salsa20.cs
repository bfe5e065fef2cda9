using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EventLinkDr.Adapters.Age.Primitives;

/// <summary>
/// The core Salsa20/8 (RFC 7914, section 3) on a matrix kept by its diagonals: then the four quarter rounds of a round are one,
/// done on vectors, and turning the vectors takes a row round to a column round and back.
/// </summary>
internal static class Salsa20
{
    /// <summary>Which word of the matrix stands at a place of the diagonal order.</summary>
    public static int WordAt(int place) => place * 5 & 15;

    /// <summary>Adds eight rounds of the matrix to itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EightRounds(ref Vector128<uint> a, ref Vector128<uint> b, ref Vector128<uint> c, ref Vector128<uint> d)
    {
        Vector128<uint> w = a, x = b, y = c, z = d;
        for (var round = 0; round < 8; round += 2)
        {
            x ^= Rotate(w + z, 7);
            y ^= Rotate(x + w, 9);
            z ^= Rotate(y + x, 13);
            w ^= Rotate(z + y, 18);
            x = Vector128.Shuffle(x, Vector128.Create(3u, 0, 1, 2));
            y = Vector128.Shuffle(y, Vector128.Create(2u, 3, 0, 1));
            z = Vector128.Shuffle(z, Vector128.Create(1u, 2, 3, 0));

            z ^= Rotate(w + x, 7);
            y ^= Rotate(z + w, 9);
            x ^= Rotate(y + z, 13);
            w ^= Rotate(x + y, 18);
            x = Vector128.Shuffle(x, Vector128.Create(1u, 2, 3, 0));
            y = Vector128.Shuffle(y, Vector128.Create(2u, 3, 0, 1));
            z = Vector128.Shuffle(z, Vector128.Create(3u, 0, 1, 2));
        }

        a += w;
        b += x;
        c += y;
        d += z;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Rotate(Vector128<uint> value, int bits) =>
        Vector128.ShiftLeft(value, bits) | Vector128.ShiftRightLogical(value, 32 - bits);
}
