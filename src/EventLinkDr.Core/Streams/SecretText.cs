using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Streams;

/// <summary>Text that must not leak: kept in one place in memory, wiped when disposed of, never shown.</summary>
public sealed class SecretText : IDisposable
{
    private const int LargestFile = 1 << 20;

    private char[] _characters;

    private SecretText(int length, string origin)
    {
        // Pinned: the garbage collector leaves copies behind of what it moves.
        _characters = GC.AllocateArray<char>(length, pinned: true);
        Origin = origin;
    }

    /// <summary>Where the text came from (a path, a parameter), for messages.</summary>
    public string Origin { get; }

    /// <summary>The text; empty once disposed of.</summary>
    public ReadOnlySpan<char> Characters => _characters;

    /// <summary>Takes a copy of a secure string.</summary>
    public static SecretText From(SecureString text, string origin)
    {
        ArgumentNullException.ThrowIfNull(text);
        var secret = new SecretText(text.Length, origin);
        var copy = Marshal.SecureStringToGlobalAllocUnicode(text);
        try
        {
            Marshal.Copy(copy, secret._characters, 0, text.Length);
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(copy);
        }

        return secret;
    }

    /// <summary>Takes a copy of characters.</summary>
    public static SecretText From(ReadOnlySpan<char> text, string origin)
    {
        var secret = new SecretText(text.Length, origin);
        text.CopyTo(secret._characters);
        return secret;
    }

    /// <summary>Reads a file of UTF-8 text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="firstLineOnly">Whether to stop at the first end of line, as for a file that holds a passphrase.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="DrException"><c>KeyFileUnavailable</c>, <c>KeyInvalid</c>.</exception>
    public static async Task<SecretText> ReadFileAsync(string path, bool firstLineOnly, CancellationToken cancellationToken)
    {
        byte[] bytes = [];
        try
        {
            // Without a buffer of its own, which nobody would wipe.
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
            await using (file.ConfigureAwait(false))
            {
                if (file.CanSeek && file.Length > LargestFile) throw TooLong(path);
                bytes = GC.AllocateArray<byte>(LargestFile + 1, pinned: true);
                var count = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                return count > LargestFile ? throw TooLong(path) : Decode(bytes.AsSpan(0, count), path, firstLineOnly);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DrException(ErrorTable.KeyFileUnavailable, $"the key file {path} cannot be read: {error.Message.TrimEnd('.')}", error) { Subject = path };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Wipes the text.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_characters.AsSpan()));
        _characters = [];
    }

    /// <summary>Where it came from, never the text.</summary>
    public override string ToString() => Origin;

    private static SecretText Decode(ReadOnlySpan<byte> bytes, string path, bool firstLineOnly)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        if (firstLineOnly && bytes.IndexOfAny((byte)'\r', (byte)'\n') is var end and >= 0) bytes = bytes[..end];
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        try
        {
            var secret = new SecretText(strict.GetCharCount(bytes), path);
            strict.GetChars(bytes, secret._characters);
            return secret;
        }
        catch (DecoderFallbackException)
        {
            // Its message shows bytes of the file.
            throw new DrException(ErrorTable.KeyInvalid, $"the key file {path} is not UTF-8 text") { Subject = path };
        }
    }

    private static DrException TooLong(string path) =>
        new(ErrorTable.KeyInvalid, $"the file {path} is too long for a key file") { Expected = "at most 1 MiB", Subject = path };
}
