using EventLinkDr.Storage;
using Xunit;

namespace EventLinkDr.TestKit.StoreContract;

/// <summary>Content of objects, and the way there and back.</summary>
public static class TestContent
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Bytes that differ from place to place and from length to length.</summary>
    public static byte[] Make(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        return content;
    }

    public static async Task WriteAsync(IBackupStore store, string name, byte[] content, bool replace = false)
    {
        await using var writer = await store.CreateAsync(name, replace, Token);
        for (var i = 0; i < content.Length; i += 300_000) await writer.Content.WriteAsync(content.AsMemory(i, Math.Min(300_000, content.Length - i)), Token);
        await writer.CommitAsync(Token);
    }

    public static async Task<byte[]> ReadAsync(IBackupStore store, string name, long offset = 0)
    {
        await using var stream = await store.OpenReadAsync(name, offset, Token);
        var content = new MemoryStream();
        await stream.CopyToAsync(content, Token);
        return content.ToArray();
    }

    public static async Task<IReadOnlyList<StoredObject>> ListAsync(IBackupStore store)
    {
        var objects = new List<StoredObject>();
        await foreach (var found in store.ListAsync(Token)) objects.Add(found);
        return objects;
    }
}
