using EventLinkDr.Adapters.Age;
using EventLinkDr.Streams;

namespace EventLinkDr.Adapters.Tests.Age;

/// <summary>Keys and contents that the tests of encryption share.</summary>
internal static class AgeSample
{
    // The one the format's own description shows.
    public const string Secret = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    public const string Public = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

    public static AgeCipher Cipher { get; } = new();

    public static IBackupRecipients Recipients => Cipher.ReadRecipients([Public]);

    public static IBackupKeys Keys => Cipher.ReadKeys([SecretText.From(Secret, "sample")], []);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Bytes that differ from place to place.</summary>
    public static byte[] Content(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        return content;
    }

    public static async Task<byte[]> EncryptAsync(byte[] content, IBackupRecipients recipients, int writeSize = 10_000)
    {
        var file = new MemoryStream();
        await using (var stream = await Cipher.EncryptAsync(file, recipients, Token))
        {
            for (var i = 0; i < content.Length; i += writeSize) await stream.WriteAsync(content.AsMemory(i, Math.Min(writeSize, content.Length - i)), Token);
            await stream.CompleteAsync(Token);
        }

        return file.ToArray();
    }

    public static async Task<byte[]> DecryptAsync(byte[] file, IBackupKeys keys)
    {
        var content = new MemoryStream();
        await using var stream = await Cipher.DecryptAsync(new MemoryStream(file), keys, Token);
        await stream.CopyToAsync(content, Token);
        return content.ToArray();
    }

    public static Task<IReadableContent> OpenAsync(byte[] file, IBackupKeys keys) => Cipher.OpenAsync(
        (offset, _) => Task.FromResult<Stream>(new MemoryStream(file, (int)offset, file.Length - (int)offset)), file.Length, keys, Token);

    public static async Task<byte[]> ReadAsync(IReadableContent content, long offset, int count)
    {
        await using var stream = await content.OpenReadAsync(offset, Token);
        var buffer = new byte[count];
        return buffer[..await stream.ReadAtLeastAsync(buffer, count, throwOnEndOfStream: false, Token)];
    }
}
