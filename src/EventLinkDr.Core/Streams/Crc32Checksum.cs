using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ArmCrc32 = System.Runtime.Intrinsics.Arm.Crc32;

namespace EventLinkDr.Streams;

/// <summary>The CRC-32 of RFC 1952, with the processor's help where it has some: every byte of a dump passes here.</summary>
internal struct Crc32Checksum
{
    private const uint Polynomial = 0xEDB88320;

    // x^(512+32), x^(512-32), x^(128+32) and x^(128-32) modulo the polynomial, bit-reflected: what 64 and 16 bytes further on weigh.
    private const ulong Over64Low = 0x1_5444_2BD4, Over64High = 0x1_C6E4_1596, Over16Low = 0x1_7519_97D0, Over16High = 0x0_CCAA_009E;

    private static readonly uint[] Tables = MakeTables();

    private uint _notValue;

    /// <summary>The checksum of the bytes so far.</summary>
    public readonly uint Value => _notValue;

    /// <summary>Takes the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> data)
    {
        var state = ~_notValue;
        if (Pclmulqdq.IsSupported && BitConverter.IsLittleEndian && data.Length >= 64)
            state = Fold(state, ref data);
        else if (ArmCrc32.Arm64.IsSupported)
            state = AddWords(state, ref data);
        _notValue = ~AddTables(state, data);
    }

    /// <summary>Table look-ups only; the other ways are tested against it.</summary>
    internal static uint Portable(ReadOnlySpan<byte> data) => ~AddTables(uint.MaxValue, data);

    /// <summary>Multiplies 16-byte blocks forward until one is left, whose plain checksum is that of all.</summary>
    private static uint Fold(uint state, ref ReadOnlySpan<byte> data)
    {
        var blocks = MemoryMarshal.Cast<byte, Vector128<ulong>>(data);
        data = data[(blocks.Length * 16)..];
        var a = blocks[0] ^ Vector128.CreateScalar((ulong)state);
        var (b, c, d) = (blocks[1], blocks[2], blocks[3]);
        var far = Vector128.Create(Over64Low, Over64High);
        var near = Vector128.Create(Over16Low, Over16High);
        var i = 4;
        for (; i + 4 <= blocks.Length; i += 4)
        {
            a = Forward(a, far) ^ blocks[i];
            b = Forward(b, far) ^ blocks[i + 1];
            c = Forward(c, far) ^ blocks[i + 2];
            d = Forward(d, far) ^ blocks[i + 3];
        }

        a = Forward(Forward(Forward(a, near) ^ b, near) ^ c, near) ^ d;
        for (; i < blocks.Length; i++) a = Forward(a, near) ^ blocks[i];
        Span<byte> last = stackalloc byte[16];
        MemoryMarshal.Write(last, in a);
        return AddTables(0, last);
    }

    private static Vector128<ulong> Forward(Vector128<ulong> block, Vector128<ulong> weights) =>
        Pclmulqdq.CarrylessMultiply(block, weights, 0x00) ^ Pclmulqdq.CarrylessMultiply(block, weights, 0x11);

    private static uint AddWords(uint state, ref ReadOnlySpan<byte> data)
    {
        while (data.Length >= 8)
        {
            state = ArmCrc32.Arm64.ComputeCrc32(state, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[8..];
        }

        return state;
    }

    private static uint AddTables(uint state, ReadOnlySpan<byte> data)
    {
        var tables = Tables;
        while (data.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ state;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            state = tables[1792 + (low & 255)] ^ tables[1536 + ((low >> 8) & 255)] ^ tables[1280 + ((low >> 16) & 255)] ^ tables[1024 + (low >> 24)]
                ^ tables[768 + (high & 255)] ^ tables[512 + ((high >> 8) & 255)] ^ tables[256 + ((high >> 16) & 255)] ^ tables[high >> 24];
            data = data[8..];
        }

        foreach (var value in data) state = tables[(state ^ value) & 255] ^ (state >> 8);
        return state;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[8 * 256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? Polynomial ^ (value >> 1) : value >> 1;
            tables[i] = value;
        }

        for (var i = 256; i < tables.Length; i++) tables[i] = tables[tables[i - 256] & 255] ^ (tables[i - 256] >> 8);
        return tables;
    }
}
