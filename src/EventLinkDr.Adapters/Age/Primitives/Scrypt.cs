using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace EventLinkDr.Adapters.Age.Primitives;

/// <summary>The password-based key derivation function scrypt (RFC 7914). .NET has none.</summary>
internal static unsafe class Scrypt
{
    /// <summary>Memory that a derivation holds at once, in bytes.</summary>
    public static long MemoryNeeded(int cost, int blockSize) => 128L * blockSize * cost;

    /// <summary>Derives a key.</summary>
    /// <param name="password">P.</param>
    /// <param name="salt">S.</param>
    /// <param name="cost">N, a power of two.</param>
    /// <param name="blockSize">r.</param>
    /// <param name="parallelization">p.</param>
    /// <param name="key">DK; its length is dkLen.</param>
    /// <param name="cancellationToken">Looked at every few milliseconds.</param>
    /// <exception cref="OutOfMemoryException">The memory is not to be had.</exception>
    public static void DeriveKey(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int cost, int blockSize, int parallelization, Span<byte> key,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cost, 2);
        ArgumentOutOfRangeException.ThrowIfNotEqual(BitOperations.IsPow2(cost), true);
        var blockBytes = 128 * blockSize;
        var blocks = GC.AllocateArray<byte>(blockBytes * parallelization, pinned: true);
        // Beyond the largest array and better not left to the collector: 256 MiB at age's own work factor.
        var memoryBytes = (nuint)MemoryNeeded(cost, blockSize) + (nuint)(2 * blockBytes);
        var memory = (byte*)NativeMemory.AlignedAlloc(memoryBytes, 64);
        try
        {
            Rfc2898DeriveBytes.Pbkdf2(password, salt, blocks, 1, HashAlgorithmName.SHA256);
            for (var i = 0; i < parallelization; i++)
                Mix(blocks.AsSpan(i * blockBytes, blockBytes), cost, blockSize, (uint*)memory, cancellationToken);
            Rfc2898DeriveBytes.Pbkdf2(password, blocks, key, 1, HashAlgorithmName.SHA256);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(blocks);
            NativeMemory.Clear(memory, memoryBytes);
            NativeMemory.AlignedFree(memory);
        }
    }

    /// <summary>scryptROMix (RFC 7914, section 5).</summary>
    private static void Mix(Span<byte> block, int cost, int blockSize, uint* memory, CancellationToken cancellationToken)
    {
        var words = 32 * blockSize;
        uint* x = memory + (nint)words * cost, y = x + words;
        Load(block, x);
        for (var i = 0; i < cost; i++)
        {
            if ((i & 4095) == 0) cancellationToken.ThrowIfCancellationRequested();
            Copy(x, memory + (nint)words * i, words);
            MixBlock(x, y, blockSize);
            Exchange(ref x, ref y);
        }

        for (var i = 0; i < cost; i++)
        {
            if ((i & 4095) == 0) cancellationToken.ThrowIfCancellationRequested();
            // Integerify: the low word of the last 64 bytes stands first there, diagonal or not; costs above 2^32 do not occur.
            var j = x[words - 16] & (uint)(cost - 1);
            ExclusiveOr(x, memory + (nint)words * (nint)j, words);
            MixBlock(x, y, blockSize);
            Exchange(ref x, ref y);
        }

        Store(x, block);
    }

    /// <summary>scryptBlockMix (RFC 7914, section 4) over diagonal words.</summary>
    private static void MixBlock(uint* from, uint* to, int blockSize)
    {
        var last = from + (2 * blockSize - 1) * 16;
        Vector128<uint> a = Vector128.Load(last), b = Vector128.Load(last + 4), c = Vector128.Load(last + 8), d = Vector128.Load(last + 12);
        for (var i = 0; i < 2 * blockSize; i++)
        {
            var source = from + i * 16;
            a ^= Vector128.Load(source);
            b ^= Vector128.Load(source + 4);
            c ^= Vector128.Load(source + 8);
            d ^= Vector128.Load(source + 12);
            Salsa20.EightRounds(ref a, ref b, ref c, ref d);
            // Even blocks first, then the odd ones.
            var target = to + ((i & 1) * blockSize + (i >> 1)) * 16;
            a.Store(target);
            b.Store(target + 4);
            c.Store(target + 8);
            d.Store(target + 12);
        }
    }

    private static void Load(ReadOnlySpan<byte> bytes, uint* words)
    {
        var source = MemoryMarshal.Cast<byte, uint>(bytes);
        for (var i = 0; i < source.Length; i++) words[i] = LittleEndian(source[(i & ~15) + Salsa20.WordAt(i & 15)]);
    }

    private static void Store(uint* words, Span<byte> bytes)
    {
        var target = MemoryMarshal.Cast<byte, uint>(bytes);
        for (var i = 0; i < target.Length; i++) target[(i & ~15) + Salsa20.WordAt(i & 15)] = LittleEndian(words[i]);
    }

    private static uint LittleEndian(uint word) => BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);

    private static void Exchange(ref uint* x, ref uint* y)
    {
        var z = x;
        x = y;
        y = z;
    }

    private static void Copy(uint* from, uint* to, int words) => new ReadOnlySpan<uint>(from, words).CopyTo(new Span<uint>(to, words));

    private static void ExclusiveOr(uint* to, uint* with, int words)
    {
        for (var i = 0; i < words; i += 4) (Vector128.Load(to + i) ^ Vector128.Load(with + i)).Store(to + i);
    }
}
