using System.Buffers.Binary;

namespace EventLinkDr.Streams;

/// <summary>128 bits over one row: two lanes of multiply-and-fold over little-endian 16-byte blocks, the length in the last step.</summary>
internal struct RowHash
{
    // Digits of pi, in the order of Blowfish's P-array: constants nobody chose.
    private const ulong K0 = 0x243F6A8885A308D3, K1 = 0x13198A2E03707344, K2 = 0xA4093822299F31D0, K3 = 0x082EFA98EC4E6C89;

    private ulong _a, _b;
    private ulong _low, _high;
    private int _pending;
    private long _length;

    public static RowHash Start => new() { _a = K0, _b = K2 };

    /// <summary>The hash of a row that is all at hand.</summary>
    public static UInt128 Of(ReadOnlySpan<byte> row)
    {
        ulong a = K0, b = K2;
        var length = row.Length;
        while (row.Length >= 16)
        {
            Mix(ref a, ref b, BinaryPrimitives.ReadUInt64LittleEndian(row), BinaryPrimitives.ReadUInt64LittleEndian(row[8..]));
            row = row[16..];
        }

        ulong low = 0, high = 0;
        for (var i = 0; i < row.Length; i++) Place(ref low, ref high, i, row[i]);
        return Close(a, b, low, high, length);
    }

    public void Add(ReadOnlySpan<byte> data)
    {
        _length += data.Length;
        while (_pending > 0 && !data.IsEmpty)
        {
            Take(data[0]);
            data = data[1..];
        }

        while (data.Length >= 16)
        {
            Mix(ref _a, ref _b, BinaryPrimitives.ReadUInt64LittleEndian(data), BinaryPrimitives.ReadUInt64LittleEndian(data[8..]));
            data = data[16..];
        }

        foreach (var value in data) Take(value);
    }

    public readonly UInt128 Finish() => Close(_a, _b, _low, _high, _length);

    private void Take(byte value)
    {
        Place(ref _low, ref _high, _pending, value);
        if (++_pending < 16) return;
        Mix(ref _a, ref _b, _low, _high);
        (_low, _high, _pending) = (0, 0, 0);
    }

    private static void Place(ref ulong low, ref ulong high, int index, byte value)
    {
        if (index < 8) low |= (ulong)value << (index * 8);
        else high |= (ulong)value << ((index - 8) * 8);
    }

    private static void Mix(ref ulong a, ref ulong b, ulong low, ulong high)
    {
        var x = Fold(a ^ low, high ^ K1);
        b = Fold(b ^ high, low ^ K3) + a;
        a = x;
    }

    private static UInt128 Close(ulong a, ulong b, ulong low, ulong high, long length)
    {
        Mix(ref a, ref b, low, high);
        Mix(ref a, ref b, (ulong)length, K1 ^ K3);
        return new UInt128(a, b);
    }

    private static ulong Fold(ulong x, ulong y)
    {
        var high = Math.BigMul(x, y, out var low);
        return high ^ low;
    }
}
