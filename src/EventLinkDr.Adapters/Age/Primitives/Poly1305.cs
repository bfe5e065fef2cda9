using System.Buffers.Binary;

namespace EventLinkDr.Adapters.Age.Primitives;

/// <summary>
/// The one-time authenticator Poly1305 (RFC 8439, section 2.5) over whole blocks, with numbers modulo 2^130 - 5 in five limbs of 26 bits.
/// </summary>
internal struct Poly1305
{
    private const uint Mask = (1 << 26) - 1;

    private readonly uint _r0, _r1, _r2, _r3, _r4;
    private readonly UInt128 _s;
    private uint _h0, _h1, _h2, _h3, _h4;

    /// <summary>Begins under a 32-byte key that is used for this one message only.</summary>
    public Poly1305(ReadOnlySpan<byte> key)
    {
        // r is clamped by these masks, shifted into the limbs.
        _r0 = BinaryPrimitives.ReadUInt32LittleEndian(key) & 0x3ffffff;
        _r1 = BinaryPrimitives.ReadUInt32LittleEndian(key[3..]) >> 2 & 0x3ffff03;
        _r2 = BinaryPrimitives.ReadUInt32LittleEndian(key[6..]) >> 4 & 0x3ffc0ff;
        _r3 = BinaryPrimitives.ReadUInt32LittleEndian(key[9..]) >> 6 & 0x3f03fff;
        _r4 = BinaryPrimitives.ReadUInt32LittleEndian(key[12..]) >> 8 & 0x00fffff;
        _s = BinaryPrimitives.ReadUInt128LittleEndian(key[16..]);
    }

    /// <summary>Takes a part of the message, filled with zeros to a whole block.</summary>
    public void UpdatePadded(ReadOnlySpan<byte> message)
    {
        var whole = message.Length & ~15;
        UpdateBlocks(message[..whole]);
        if (whole == message.Length) return;
        Span<byte> last = stackalloc byte[16];
        last.Clear();
        message[whole..].CopyTo(last);
        UpdateBlocks(last);
    }

    /// <summary>Writes the tag.</summary>
    public readonly void Finish(Span<byte> tag)
    {
        uint h0 = _h0, h1 = _h1, h2 = _h2, h3 = _h3, h4 = _h4;
        h2 += h1 >> 26;
        h3 += h2 >> 26;
        h4 += h3 >> 26;
        h0 += (h4 >> 26) * 5;
        h1 = (h1 & Mask) + (h0 >> 26);
        (h0, h2, h3, h4) = (h0 & Mask, h2 & Mask, h3 & Mask, h4 & Mask);
        // 1 when the number is at least the modulus: then adding 5 carries out of bit 130.
        var over = (h0 + 5) >> 26;
        over = (h1 + over) >> 26;
        over = (h2 + over) >> 26;
        over = (h3 + over) >> 26;
        over = (h4 + over) >> 26;
        h0 += 5 * over;
        // Only the low 128 bits count from here on, so what stands above them falls away.
        var h = (UInt128)h0 + ((UInt128)h1 << 26) + ((UInt128)h2 << 52) + ((UInt128)h3 << 78) + ((UInt128)h4 << 104);
        BinaryPrimitives.WriteUInt128LittleEndian(tag, h + _s);
    }

    private void UpdateBlocks(ReadOnlySpan<byte> message)
    {
        ulong r0 = _r0, r1 = _r1, r2 = _r2, r3 = _r3, r4 = _r4;
        ulong s1 = r1 * 5, s2 = r2 * 5, s3 = r3 * 5, s4 = r4 * 5;
        ulong h0 = _h0, h1 = _h1, h2 = _h2, h3 = _h3, h4 = _h4;
        for (; message.Length >= 16; message = message[16..])
        {
            var low = BinaryPrimitives.ReadUInt64LittleEndian(message);
            var high = BinaryPrimitives.ReadUInt64LittleEndian(message[8..]);
            h0 += low & Mask;
            h1 += low >> 26 & Mask;
            h2 += (low >> 52 | high << 12) & Mask;
            h3 += high >> 14 & Mask;
            h4 += high >> 40 | 1 << 24;
            // 2^130 = 5: limbs that would stand above the fifth come back multiplied by 5.
            var d0 = h0 * r0 + h1 * s4 + h2 * s3 + h3 * s2 + h4 * s1;
            var d1 = h0 * r1 + h1 * r0 + h2 * s4 + h3 * s3 + h4 * s2;
            var d2 = h0 * r2 + h1 * r1 + h2 * r0 + h3 * s4 + h4 * s3;
            var d3 = h0 * r3 + h1 * r2 + h2 * r1 + h3 * r0 + h4 * s4;
            var d4 = h0 * r4 + h1 * r3 + h2 * r2 + h3 * r1 + h4 * r0;
            d1 += d0 >> 26;
            d2 += d1 >> 26;
            d3 += d2 >> 26;
            d4 += d3 >> 26;
            h0 = (d0 & Mask) + (d4 >> 26) * 5;
            h1 = (d1 & Mask) + (h0 >> 26);
            h0 &= Mask;
            h2 = d2 & Mask;
            h3 = d3 & Mask;
            h4 = d4 & Mask;
        }

        (_h0, _h1, _h2, _h3, _h4) = ((uint)h0, (uint)h1, (uint)h2, (uint)h3, (uint)h4);
    }
}
