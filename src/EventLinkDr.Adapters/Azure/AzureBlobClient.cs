using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Adapters.Azure;

/// <summary>Sends single requests to one container of Azure Blob Storage. Repeats nothing.</summary>
/// <param name="http">Without a time-out of its own.</param>
/// <param name="service">Address of the account.</param>
/// <param name="container">Name of the container.</param>
/// <param name="credential">Signs.</param>
internal sealed class AzureBlobClient(HttpClient http, Uri service, string container, IAzureCredential credential)
{
    // Knows everything used here, and old enough for stand-ins.
    private const string Version = "2021-12-02";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PatienceWithContent = TimeSpan.FromMinutes(5);

    /// <summary>The name of the header that tells who wrote an object.</summary>
    public const string WriterHeader = "x-ms-meta-eventlinkdr_writer";

    /// <summary>The name of the header that tells until when a policy keeps an object.</summary>
    public const string UntilHeader = "x-ms-immutability-policy-until-date";

    public Task<HttpResponseMessage> HeadAsync(string blob, string what, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Head, Address(blob, ""), what, null, _ => { }, cancellationToken);

    public Task<HttpResponseMessage> GetContainerAsync(string what, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Head, Address(null, "restype=container"), what, null, _ => { }, cancellationToken);

    public async Task<(byte[] Data, HttpResponseHeaders Headers, HttpContentHeaders Content)> GetRangeAsync(
        string blob, long offset, int count, string? tag, string what, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, Address(blob, ""), what, null, headers =>
        {
            headers.Add("x-ms-range", string.Create(CultureInfo.InvariantCulture, $"bytes={offset}-{offset + count - 1}"));
            if (tag is not null) headers.Add("If-Match", tag);
        }, cancellationToken).ConfigureAwait(false);
        return (await BodyAsync(response, what, cancellationToken).ConfigureAwait(false), response.Headers, response.Content.Headers);
    }

    public async Task<byte[]> ListAsync(string prefix, string? marker, int pageSize, string what, CancellationToken cancellationToken)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"restype=container&comp=list&delimiter=%2F&maxresults={pageSize}");
        if (prefix.Length > 0) query += $"&prefix={Uri.EscapeDataString(prefix)}";
        if (marker is not null) query += $"&marker={Uri.EscapeDataString(marker)}";
        using var response = await SendAsync(HttpMethod.Get, Address(null, query), what, null, _ => { }, cancellationToken).ConfigureAwait(false);
        return await BodyAsync(response, what, cancellationToken).ConfigureAwait(false);
    }

    public async Task PutBlockAsync(string blob, string block, ReadOnlyMemory<byte> data, string what, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Put, Address(blob, $"comp=block&blockid={Uri.EscapeDataString(block)}"), what, Content(data), _ => { }, cancellationToken).ConfigureAwait(false)).Dispose();

    /// <summary>Makes the blob out of its blocks.</summary>
    public async Task PutBlockListAsync(string blob, IEnumerable<string> blocks, BlobTraits traits, string what, CancellationToken cancellationToken)
    {
        var list = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
        foreach (var block in blocks) list.Append("<Latest>").Append(block).Append("</Latest>");
        var body = Encoding.UTF8.GetBytes(list.Append("</BlockList>").ToString());
        (await SendAsync(HttpMethod.Put, Address(blob, "comp=blocklist"), what, Content(body), traits.Apply, cancellationToken).ConfigureAwait(false)).Dispose();
    }

    public async Task DeleteAsync(string blob, string what, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Delete, Address(blob, ""), what, null, headers => headers.Add("x-ms-delete-snapshots", "include"), cancellationToken).ConfigureAwait(false)).Dispose();

    public async Task SetImmutableAsync(string blob, DateTimeOffset until, string what, CancellationToken cancellationToken)
    {
        (await SendAsync(HttpMethod.Put, Address(blob, "comp=immutabilityPolicies"), what, null, headers =>
        {
            headers.Add(UntilHeader, until.UtcDateTime.ToString("R", CultureInfo.InvariantCulture));
            headers.Add("x-ms-immutability-policy-mode", "Locked");
        }, cancellationToken).ConfigureAwait(false)).Dispose();
    }

    /// <summary>Makes the container; for tests and for nobody else.</summary>
    internal async Task CreateContainerAsync(CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Put, Address(null, "restype=container"), container, null, _ => { }, cancellationToken).ConfigureAwait(false)).Dispose();

    private Uri Address(string? blob, string query)
    {
        var path = blob is null ? "" : "/" + string.Join('/', blob.Split('/').Select(Uri.EscapeDataString));
        return new Uri($"{service.AbsoluteUri.TrimEnd('/')}/{container}{path}{(query.Length > 0 ? "?" : "")}{query}");
    }

    // The service holds what arrives against the digest and refuses what was altered on its way.
    private static ReadOnlyMemoryContent Content(ReadOnlyMemory<byte> data)
    {
        var content = new ReadOnlyMemoryContent(data);
#pragma warning disable CA5351 // The service knows no other digest; it guards against accidents, not against people.
        content.Headers.ContentMD5 = MD5.HashData(data.Span);
#pragma warning restore CA5351
        return content;
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, Uri address, string what, HttpContent? content, Action<HttpRequestHeaders> setHeaders, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content ?? (method == HttpMethod.Put ? new ByteArrayContent([]) : null) };
        request.Headers.Add("x-ms-version", Version);
        request.Headers.Add("x-ms-date", DateTime.UtcNow.ToString("R", CultureInfo.InvariantCulture));
        setHeaders(request.Headers);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(content is null ? Patience : PatienceWithContent);
        try
        {
            await credential.SignAsync(request, deadline.Token).ConfigureAwait(false);
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw AzureErrors.Translate(response, what);
        }
        catch (Exception error) when (IsNoAnswer(error, cancellationToken))
        {
            throw AzureErrors.Translate(error, what);
        }
    }

    private static async Task<byte[]> BodyAsync(HttpResponseMessage response, string what, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(PatienceWithContent);
        try
        {
            return await response.Content.ReadAsByteArrayAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (IsNoAnswer(error, cancellationToken))
        {
            throw AzureErrors.Translate(error, what);
        }
    }

    private static bool IsNoAnswer(Exception error, CancellationToken cancellationToken) =>
        error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
