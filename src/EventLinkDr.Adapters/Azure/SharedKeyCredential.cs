using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Adapters.Azure;

/// <summary>The key of a storage account; signs as the service's "Authorize with Shared Key" (version 2015-02-21 and later) lays down.</summary>
internal sealed class SharedKeyCredential : IAzureCredential
{
    private readonly string _account;
    private readonly byte[] _key;

    /// <exception cref="DrException"><c>StoreCredentialMissing</c>: the key is none.</exception>
    public SharedKeyCredential(string account, string key)
    {
        _account = account;
        var bytes = new byte[key.Length];
        if (!Convert.TryFromBase64String(key, bytes, out var count) || count == 0)
            throw new DrException(ErrorTable.StoreCredentialMissing, "the key of the storage account is not base64");
        _key = bytes[..count];
    }

    public ValueTask SignAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var signature = Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(StringToSign(request))));
        request.Headers.Authorization = new AuthenticationHeaderValue("SharedKey", $"{_account}:{signature}");
        return ValueTask.CompletedTask;
    }

    internal string StringToSign(HttpRequestMessage request)
    {
        var content = request.Content?.Headers;
        var length = content?.ContentLength is > 0 and var bytes ? bytes.ToString(CultureInfo.InvariantCulture) : "";
        var text = new StringBuilder(request.Method.Method).Append("\n\n\n").Append(length).Append('\n');
        text.Append(content?.ContentMD5 is { } digest ? Convert.ToBase64String(digest) : "").Append('\n');
        // Then date (x-ms-date stands for it), If-Modified-Since, If-Match, If-None-Match, If-Unmodified-Since and Range (x-ms-range stands for it).
        text.Append(content?.ContentType?.ToString()).Append("\n\n\n");
        text.AppendJoin(',', request.Headers.IfMatch).Append('\n').AppendJoin(',', request.Headers.IfNoneMatch).Append("\n\n\n");
        foreach (var header in request.Headers.Where(header => header.Key.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase)).OrderBy(header => header.Key.ToLowerInvariant(), StringComparer.Ordinal))
            text.Append(header.Key.ToLowerInvariant()).Append(':').Append(header.Value.Single()).Append('\n');
        text.Append('/').Append(_account).Append(request.RequestUri!.AbsolutePath);
        var query = request.RequestUri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2));
        foreach (var pair in query.OrderBy(pair => pair[0], StringComparer.Ordinal)) text.Append('\n').Append(pair[0]).Append(':').Append(Uri.UnescapeDataString(pair[1]));
        return text.ToString();
    }
}
