using System.Security.Cryptography;
using EventLinkDr.Adapters.Age.Primitives;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Adapters.Age;

/// <summary>The key derivation behind stanzas of type <c>scrypt</c>.</summary>
internal static class ScryptKey
{
    public const string Type = "scrypt";

    public const int SaltSize = 16;

    private const int BlockSize = 8;

    /// <summary>A derivation, for those who do it and those who count it.</summary>
    public delegate void Derivation(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int workFactor, Span<byte> wrapKey, CancellationToken cancellationToken);

    /// <summary>Derives the key that wraps the file key.</summary>
    /// <param name="passphrase">UTF-8.</param>
    /// <param name="salt">16 bytes from the stanza.</param>
    /// <param name="workFactor">Logarithm, base two, of the cost.</param>
    /// <param name="wrapKey">The key.</param>
    /// <param name="cancellationToken">Stops the derivation.</param>
    /// <exception cref="DrException"><c>MemoryShort</c>.</exception>
    public static void Derive(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int workFactor, Span<byte> wrapKey, CancellationToken cancellationToken)
    {
        Span<byte> labelled = [.. "age-encryption.org/v1/scrypt"u8, .. salt];
        var needed = Scrypt.MemoryNeeded(1 << workFactor, BlockSize);
        try
        {
            // Known limits of a container or a job are looked at first: beyond them the process would be killed, without a word.
            if (needed > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet) throw Short(needed, null);
            Scrypt.DeriveKey(passphrase, labelled, 1 << workFactor, BlockSize, 1, wrapKey, cancellationToken);
        }
        catch (OutOfMemoryException error)
        {
            throw Short(needed, error);
        }
    }

    private static DrException Short(long needed, Exception? inner) =>
        new(ErrorTable.MemoryShort, $"deriving the key from the passphrase needs {needed >> 20} MiB of memory, which this process cannot have", inner);
}
