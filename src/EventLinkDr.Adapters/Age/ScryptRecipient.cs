using System.Globalization;
using System.Security.Cryptography;
using EventLinkDr.Adapters.Age.Primitives;

namespace EventLinkDr.Adapters.Age;

/// <summary>A passphrase that a file is encrypted with; always its only recipient.</summary>
/// <param name="passphrase">UTF-8; wiped when disposed of.</param>
/// <param name="workFactor">Logarithm, base two, of the cost.</param>
/// <param name="derive">The derivation; null for the usual one.</param>
internal sealed class ScryptRecipient(byte[] passphrase, int workFactor = ScryptRecipient.DefaultWorkFactor, ScryptKey.Derivation? derive = null) : IAgeRecipient, IDisposable
{
    /// <summary>What the age program uses: about a second, 256 MiB.</summary>
    public const int DefaultWorkFactor = 18;

    private readonly ScryptKey.Derivation _derive = derive ?? ScryptKey.Derive;
    private readonly CancellationTokenSource _stop = new();
    private Task<(byte[] Salt, byte[] Key)>? _next;
    private bool _disposed;

    /// <summary>Begins to derive the key of the next file in the background: the format wants a salt of its own for each.</summary>
    public void Prepare() => _next ??= Task.Run(() => Derive(_stop.Token));

    public Stanza Wrap(ReadOnlySpan<byte> fileKey, CancellationToken cancellationToken)
    {
        var (salt, wrapKey) = TakePrepared(cancellationToken) ?? Derive(cancellationToken);
        try
        {
            return new Stanza(ScryptKey.Type, [RawBase64.Encode(salt), workFactor.ToString(CultureInfo.InvariantCulture)], KeyWrap.Wrap(wrapKey, fileKey));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrapKey);
        }
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        _stop.Cancel();
        if (Interlocked.Exchange(ref _next, null) is { } prepared)
        {
            // It reads the passphrase until it has stopped, within milliseconds.
            try
            {
                CryptographicOperations.ZeroMemory(prepared.GetAwaiter().GetResult().Key);
            }
            catch (Exception error) when (error is OperationCanceledException or Diagnostics.DrException)
            {
                // Nobody needs it any more.
            }
        }

        CryptographicOperations.ZeroMemory(passphrase);
        _stop.Dispose();
    }

    /// <summary>A key serves once. One that could not be derived in the background is tried again where its failure can be told.</summary>
    private (byte[] Salt, byte[] Key)? TakePrepared(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _next, null) is not { } prepared) return null;
        try
        {
            prepared.Wait(cancellationToken);
            return prepared.Result;
        }
        catch (AggregateException)
        {
            return null;
        }
    }

    private (byte[] Salt, byte[] Key) Derive(CancellationToken cancellationToken)
    {
        var salt = RandomNumberGenerator.GetBytes(ScryptKey.SaltSize);
        var wrapKey = GC.AllocateArray<byte>(Aead.KeySize, pinned: true);
        _derive(passphrase, salt, workFactor, wrapKey, cancellationToken);
        return (salt, wrapKey);
    }
}
