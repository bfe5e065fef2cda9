using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EventLinkDr.Diagnostics;
using EventLinkDr.Streams;

namespace EventLinkDr.Adapters.Age;

/// <summary>The text file that holds secret keys, as age-keygen writes it: comments, and a key on each line.</summary>
internal static class IdentityFile
{
    /// <summary>Reads the keys.</summary>
    /// <exception cref="DrException"><c>KeyInvalid</c>; names file and line, never their content.</exception>
    public static List<X25519Identity> Parse(SecretText text)
    {
        var identities = new List<X25519Identity>();
        var number = 0;
        foreach (var line in text.Characters.EnumerateLines())
        {
            number++;
            var key = line.Trim();
            if (key.Length == 0 || key[0] == '#') continue;
            if (X25519Identity.Parse(key) is { } identity) identities.Add(identity);
            else throw new DrException(ErrorTable.KeyInvalid, $"line {number} of {text.Origin} is not a secret key that can be used") { Expected = "AGE-SECRET-KEY-1…" };
        }

        return identities.Count > 0 ? identities : throw new DrException(ErrorTable.KeyInvalid, $"{text.Origin} holds no secret key") { Expected = "AGE-SECRET-KEY-1…" };
    }

    /// <summary>Makes a key pair and writes its file.</summary>
    /// <exception cref="DrException"><c>KeyFileExists</c>, <c>KeyFileUnavailable</c>.</exception>
    public static BackupKey Create(string path, DateTimeOffset created)
    {
        path = Path.GetFullPath(path);
        using var identity = X25519Identity.Generate();
        var secret = identity.Export();
        var comments = string.Create(CultureInfo.InvariantCulture, $"# created: {created.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}\n# public key: {identity.Recipient.Text}\n");
        var content = GC.AllocateArray<byte>(comments.Length + secret.Length + 1, pinned: true);
        try
        {
            // All of it is ASCII.
            for (var i = 0; i < comments.Length; i++) content[i] = (byte)comments[i];
            for (var i = 0; i < secret.Length; i++) content[comments.Length + i] = (byte)secret[i];
            content[^1] = (byte)'\n';
            Write(path, content);
            return new BackupKey(path, identity.Recipient.Text, created.ToUniversalTime());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(secret.AsSpan()));
        }
    }

    private static void Write(string path, byte[] content)
    {
        try
        {
            using var file = PrivateFile.Create(path);
            try
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            catch
            {
                // Half a key is worse than none.
                file.Dispose();
                File.Delete(path);
                throw;
            }
        }
        catch (IOException error) when (error is not DirectoryNotFoundException && File.Exists(path))
        {
            throw new DrException(ErrorTable.KeyFileExists, $"{path} exists", error) { Subject = path };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DrException(ErrorTable.KeyFileUnavailable, $"the key file {path} cannot be written: {error.Message.TrimEnd('.')}", error) { Subject = path };
        }
    }
}
