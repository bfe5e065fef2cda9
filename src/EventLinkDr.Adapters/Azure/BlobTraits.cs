using System.Net.Http.Headers;

namespace EventLinkDr.Adapters.Azure;

/// <summary>What a blob is made with.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Writer">Who writes it: tells our own object from that of another writer when an answer was lost.</param>
/// <param name="Replace">Whether it may replace one that is there.</param>
internal sealed record BlobTraits(string ContentType, string Writer, bool Replace)
{
    public void Apply(HttpRequestHeaders headers)
    {
        headers.Add("x-ms-blob-content-type", ContentType);
        headers.Add(AzureBlobClient.WriterHeader, Writer);
        if (!Replace) headers.Add("If-None-Match", "*");
    }
}
