using System.Buffers.Binary;

namespace EventLinkDr.Adapters.Age.Primitives;

/// <summary>
/// A number modulo 2^255 - 19 (RFC 7748, section 4.1), in five limbs of 51 bits so that sums need no carry before the next product.
/// No branch and no table index depends on a value.
/// </summary>
internal readonly struct Field25519
{
    private const ulong Mask = (1UL << 51) - 1;

    private readonly ulong _a, _b, _c, _d, _e;

    private Field25519(ulong a, ulong b, ulong c, ulong d, ulong e) => (_a, _b, _c, _d, _e) = (a, b, c, d, e);

    public static Field25519 Zero => default;

    public static Field25519 One => new(1, 0, 0, 0, 0);

    /// <summary>Reads 32 little-endian bytes; the top bit counts for nothing (RFC 7748, section 5).</summary>
    public static Field25519 Read(ReadOnlySpan<byte> bytes)
    {
        var w0 = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var w1 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        var w2 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        var w3 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
        return new(w0 & Mask, (w0 >> 51 | w1 << 13) & Mask, (w1 >> 38 | w2 << 26) & Mask, (w2 >> 25 | w3 << 39) & Mask, w3 >> 12 & Mask);
    }

    /// <summary>Writes the one representative below the modulus as 32 little-endian bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        var n = Carry(_a, _b, _c, _d, _e);
        // 1 when the value is at least the modulus: then adding 19 carries out of bit 255.
        var over = (n._a + 19) >> 51;
        over = (n._b + over) >> 51;
        over = (n._c + over) >> 51;
        over = (n._d + over) >> 51;
        over = (n._e + over) >> 51;
        var a = n._a + 19 * over;
        var b = n._b + (a >> 51);
        var c = n._c + (b >> 51);
        var d = n._d + (c >> 51);
        var e = n._e + (d >> 51);
        (a, b, c, d, e) = (a & Mask, b & Mask, c & Mask, d & Mask, e & Mask);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, a | b << 51);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], b >> 13 | c << 38);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], c >> 26 | d << 25);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], d >> 39 | e << 12);
    }

    public static Field25519 operator +(in Field25519 x, in Field25519 y) =>
        Carry(x._a + y._a, x._b + y._b, x._c + y._c, x._d + y._d, x._e + y._e);

    // Four times the modulus is added first so that no limb goes below zero.
    public static Field25519 operator -(in Field25519 x, in Field25519 y) => Carry(
        x._a + (4 * (Mask - 18)) - y._a, x._b + (4 * Mask) - y._b, x._c + (4 * Mask) - y._c, x._d + (4 * Mask) - y._d, x._e + (4 * Mask) - y._e);

    public static Field25519 operator *(in Field25519 x, in Field25519 y)
    {
        // 2^255 = 19: limbs that would stand above the fifth come back multiplied by 19.
        ulong b19 = y._b * 19, c19 = y._c * 19, d19 = y._d * 19, e19 = y._e * 19;
        var a = Times(x._a, y._a) + Times(x._b, e19) + Times(x._c, d19) + Times(x._d, c19) + Times(x._e, b19);
        var b = Times(x._a, y._b) + Times(x._b, y._a) + Times(x._c, e19) + Times(x._d, d19) + Times(x._e, c19);
        var c = Times(x._a, y._c) + Times(x._b, y._b) + Times(x._c, y._a) + Times(x._d, e19) + Times(x._e, d19);
        var d = Times(x._a, y._d) + Times(x._b, y._c) + Times(x._c, y._b) + Times(x._d, y._a) + Times(x._e, e19);
        var e = Times(x._a, y._e) + Times(x._b, y._d) + Times(x._c, y._c) + Times(x._d, y._b) + Times(x._e, y._a);
        return Reduce(a, b, c, d, e);
    }

    /// <summary>The product with a small number (RFC 7748 needs 121665).</summary>
    public static Field25519 operator *(in Field25519 x, uint factor) =>
        Reduce(Times(x._a, factor), Times(x._b, factor), Times(x._c, factor), Times(x._d, factor), Times(x._e, factor));

    /// <summary>The inverse, as the power p - 2 (Fermat); the inverse of zero is zero.</summary>
    public Field25519 Invert()
    {
        // p - 2 = 2^255 - 21: every bit from 254 down to 0 is set, save bits 2 and 4.
        var power = this;
        for (var bit = 253; bit >= 0; bit--)
        {
            power *= power;
            if (bit is not (2 or 4)) power *= this;
        }

        return power;
    }

    /// <summary>Exchanges two numbers when <paramref name="swap"/> is 1, leaves them when it is 0, in the same time.</summary>
    public static void Exchange(ulong swap, ref Field25519 x, ref Field25519 y)
    {
        var mask = 0 - swap;
        ulong a = mask & (x._a ^ y._a), b = mask & (x._b ^ y._b), c = mask & (x._c ^ y._c), d = mask & (x._d ^ y._d), e = mask & (x._e ^ y._e);
        x = new(x._a ^ a, x._b ^ b, x._c ^ c, x._d ^ d, x._e ^ e);
        y = new(y._a ^ a, y._b ^ b, y._c ^ c, y._d ^ d, y._e ^ e);
    }

    private static UInt128 Times(ulong x, ulong y)
    {
        var high = Math.BigMul(x, y, out var low);
        return new(high, low);
    }

    private static Field25519 Reduce(UInt128 a, UInt128 b, UInt128 c, UInt128 d, UInt128 e)
    {
        b += (ulong)(a >> 51);
        c += (ulong)(b >> 51);
        d += (ulong)(c >> 51);
        e += (ulong)(d >> 51);
        return Carry(((ulong)a & Mask) + 19 * (ulong)(e >> 51), (ulong)b & Mask, (ulong)c & Mask, (ulong)d & Mask, (ulong)e & Mask);
    }

    private static Field25519 Carry(ulong a, ulong b, ulong c, ulong d, ulong e)
    {
        b += a >> 51;
        c += b >> 51;
        d += c >> 51;
        e += d >> 51;
        a = (a & Mask) + 19 * (e >> 51);
        b = (b & Mask) + (a >> 51);
        return new(a & Mask, b, c & Mask, d & Mask, e & Mask);
    }
}
