using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EventLinkDr.Bench;

/// <summary>
/// Answers like S3 about objects that are files of a directory, each request after as long as a store in another building takes: the stand-ins
/// of the tests work one request after the other, and would be what is measured.
/// </summary>
internal sealed class StandInStore : IDisposable
{
    private const int PageSize = 1000;

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);

    private readonly HttpListener _listener = new();
    private readonly List<FileInfo> _files;
    private readonly string _directory;
    private int _requests;

    public StandInStore(string directory)
    {
        _directory = directory;
        _files = [.. new DirectoryInfo(directory).EnumerateFiles().OrderBy(file => file.Name, StringComparer.Ordinal)];
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Service = new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
        }

        _listener.Prefixes.Add(Service.AbsoluteUri);
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Service { get; }

    /// <summary>The address that lists them.</summary>
    public string Address => $"s3://history/?endpoint={Service.AbsoluteUri.TrimEnd('/')}";

    /// <summary>Requests since this was asked last.</summary>
    public int TakeRequests() => Interlocked.Exchange(ref _requests, 0);

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true) _ = AnswerAsync(await _listener.GetContextAsync().ConfigureAwait(false));
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // Nobody asks any more.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        Interlocked.Increment(ref _requests);
        await Task.Delay(Latency).ConfigureAwait(false);
        var (request, response) = (context.Request, context.Response);
        response.Headers["ETag"] = "\"0\"";
        var name = Uri.UnescapeDataString(request.Url!.AbsolutePath)["/history/".Length..];
        byte[] body;
        if (name.Length == 0)
        {
            body = Encoding.UTF8.GetBytes(Page(int.Parse(request.QueryString["continuation-token"] ?? "0", CultureInfo.InvariantCulture)));
        }
        else
        {
            body = await File.ReadAllBytesAsync(Path.Combine(_directory, name)).ConfigureAwait(false);
            response.StatusCode = (int)HttpStatusCode.PartialContent;
            response.Headers["Content-Range"] = $"bytes 0-{body.Length - 1}/{body.Length}";
            response.Headers["Last-Modified"] = DateTime.UtcNow.ToString("R", CultureInfo.InvariantCulture);
        }

        response.ContentLength64 = body.Length;
        await response.OutputStream.WriteAsync(body).ConfigureAwait(false);
        response.Close();
    }

    private string Page(int first)
    {
        var next = first + PageSize;
        var xml = new StringBuilder("<ListBucketResult><IsTruncated>").Append(next < _files.Count ? "true" : "false").Append("</IsTruncated><NextContinuationToken>")
            .Append(next).Append("</NextContinuationToken>");
        foreach (var file in _files.Skip(first).Take(PageSize))
            xml.Append(CultureInfo.InvariantCulture, $"<Contents><Key>{file.Name}</Key><LastModified>{file.LastWriteTimeUtc:yyyy-MM-ddTHH:mm:ss.fffZ}</LastModified><ETag>0</ETag><Size>{file.Length}</Size></Contents>");
        return xml.Append("</ListBucketResult>").ToString();
    }
}
