using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace EventLinkDr.Adapters.Age.Primitives;

/// <summary>
/// The stream cipher ChaCha20 (RFC 8439, section 2.4), eight blocks at a time: a vector holds the same word of eight blocks that differ in their counter.
/// </summary>
internal static class ChaCha20
{
    private const int BlockSize = 64;
    private const int Lanes = 8;

    /// <summary>Encrypts or decrypts; input and output may be the same memory.</summary>
    [SkipLocalsInit]
    public static void Transform(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, uint counter, ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<uint> state = stackalloc uint[16];
        state[0] = 0x61707865;
        state[1] = 0x3320646e;
        state[2] = 0x79622d32;
        state[3] = 0x6b206574;
        for (var i = 0; i < 8; i++) state[4 + i] = BinaryPrimitives.ReadUInt32LittleEndian(key[(4 * i)..]);
        for (var i = 0; i < 3; i++) state[13 + i] = BinaryPrimitives.ReadUInt32LittleEndian(nonce[(4 * i)..]);
        Span<Vector256<uint>> stream = stackalloc Vector256<uint>[16];
        while (input.Length > 0)
        {
            state[12] = counter;
            EightBlocks(state, stream);
            var count = Math.Min(input.Length, BlockSize * Lanes);
            ExclusiveOr(MemoryMarshal.Cast<Vector256<uint>, uint>(stream), input[..count], output);
            input = input[count..];
            output = output[count..];
            counter += Lanes;
        }

        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(state));
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(stream));
    }

    /// <summary>Adds the key stream: word i of block j stands at <c>8 i + j</c>.</summary>
    private static void ExclusiveOr(ReadOnlySpan<uint> stream, ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<byte> rest = stackalloc byte[4];
        for (var block = 0; block < Lanes; block++)
        {
            for (var word = 0; word < 16; word++)
            {
                var key = stream[word * Lanes + block];
                if (input.Length < 4)
                {
                    BinaryPrimitives.WriteUInt32LittleEndian(rest, key);
                    for (var i = 0; i < input.Length; i++) output[i] = (byte)(input[i] ^ rest[i]);
                    return;
                }

                BinaryPrimitives.WriteUInt32LittleEndian(output, BinaryPrimitives.ReadUInt32LittleEndian(input) ^ key);
                input = input[4..];
                output = output[4..];
            }
        }
    }

    private static void EightBlocks(ReadOnlySpan<uint> state, Span<Vector256<uint>> stream)
    {
        Vector256<uint> x0 = Vector256.Create(state[0]), x1 = Vector256.Create(state[1]), x2 = Vector256.Create(state[2]), x3 = Vector256.Create(state[3]);
        Vector256<uint> x4 = Vector256.Create(state[4]), x5 = Vector256.Create(state[5]), x6 = Vector256.Create(state[6]), x7 = Vector256.Create(state[7]);
        Vector256<uint> x8 = Vector256.Create(state[8]), x9 = Vector256.Create(state[9]), xa = Vector256.Create(state[10]), xb = Vector256.Create(state[11]);
        var counters = Vector256.Create(state[12]) + Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
        Vector256<uint> xc = counters, xd = Vector256.Create(state[13]), xe = Vector256.Create(state[14]), xf = Vector256.Create(state[15]);
        for (var round = 0; round < 20; round += 2)
        {
            QuarterRound(ref x0, ref x4, ref x8, ref xc);
            QuarterRound(ref x1, ref x5, ref x9, ref xd);
            QuarterRound(ref x2, ref x6, ref xa, ref xe);
            QuarterRound(ref x3, ref x7, ref xb, ref xf);
            QuarterRound(ref x0, ref x5, ref xa, ref xf);
            QuarterRound(ref x1, ref x6, ref xb, ref xc);
            QuarterRound(ref x2, ref x7, ref x8, ref xd);
            QuarterRound(ref x3, ref x4, ref x9, ref xe);
        }

        stream[0] = x0;
        stream[1] = x1;
        stream[2] = x2;
        stream[3] = x3;
        stream[4] = x4;
        stream[5] = x5;
        stream[6] = x6;
        stream[7] = x7;
        stream[8] = x8;
        stream[9] = x9;
        stream[10] = xa;
        stream[11] = xb;
        stream[12] = xc;
        stream[13] = xd;
        stream[14] = xe;
        stream[15] = xf;
        for (var i = 0; i < 16; i++) stream[i] += i == 12 ? counters : Vector256.Create(state[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void QuarterRound(ref Vector256<uint> a, ref Vector256<uint> b, ref Vector256<uint> c, ref Vector256<uint> d)
    {
        a += b;
        d = Rotate(d ^ a, 16);
        c += d;
        b = Rotate(b ^ c, 12);
        a += b;
        d = Rotate(d ^ a, 8);
        c += d;
        b = Rotate(b ^ c, 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Rotate(Vector256<uint> value, int bits) =>
        Vector256.ShiftLeft(value, bits) | Vector256.ShiftRightLogical(value, 32 - bits);
}
