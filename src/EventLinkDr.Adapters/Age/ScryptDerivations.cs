using System.Security.Cryptography;
using EventLinkDr.Adapters.Age.Primitives;

namespace EventLinkDr.Adapters.Age;

/// <summary>
/// Derives keys from one passphrase: one at a time, since each takes hundreds of megabytes, and remembers the last few, since one command
/// opens the same file more than once. Every file has a salt of its own, so two files are two derivations.
/// </summary>
/// <param name="passphrase">UTF-8; wiped when disposed of.</param>
/// <param name="derive">The derivation.</param>
internal sealed class ScryptDerivations(byte[] passphrase, ScryptKey.Derivation derive) : IDisposable
{
    private const int MostRemembered = 8;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Queue<(string Salt, int WorkFactor, byte[] Key)> _remembered = new();
    private bool _disposed;

    /// <summary>Derives a key, or takes it from memory.</summary>
    public void Derive(byte[] salt, int workFactor, Span<byte> wrapKey, CancellationToken cancellationToken)
    {
        var name = Convert.ToHexString(salt);
        _gate.Wait(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var known = _remembered.FirstOrDefault(entry => entry.WorkFactor == workFactor && entry.Salt == name).Key;
            if (known is null)
            {
                known = GC.AllocateArray<byte>(Aead.KeySize, pinned: true);
                derive(passphrase, salt, workFactor, known, cancellationToken);
                _remembered.Enqueue((name, workFactor, known));
                if (_remembered.Count > MostRemembered) CryptographicOperations.ZeroMemory(_remembered.Dequeue().Key);
            }

            known.CopyTo(wrapKey);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A copy of the passphrase.</summary>
    public byte[] CopyPassphrase()
    {
        var copy = GC.AllocateUninitializedArray<byte>(passphrase.Length, pinned: true);
        passphrase.CopyTo(copy, 0);
        return copy;
    }

    public void Dispose()
    {
        // Whoever derives at this moment must not find the passphrase half wiped.
        _gate.Wait();
        _disposed = true;
        CryptographicOperations.ZeroMemory(passphrase);
        foreach (var (_, _, key) in _remembered) CryptographicOperations.ZeroMemory(key);
        _remembered.Clear();
        _gate.Release();
    }
}
