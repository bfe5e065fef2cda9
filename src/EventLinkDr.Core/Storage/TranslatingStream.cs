using EventLinkDr.Streams;

namespace EventLinkDr.Storage;

/// <summary>A write-only view of a file whose failures carry our error ids.</summary>
internal sealed class TranslatingStream(FileStream inner, string path) : WriteOnlyStream
{
    public override long Length => inner.Length;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (IOException error)
        {
            throw DirectoryStore.Translate(error, path);
        }
    }
}
