using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EventLinkDr.TestKit.Faults;

/// <summary>Stands between a client and a service that speaks HTTP/1.1, on loopback, and does to each request what a rule says. One request per connection.</summary>
public sealed class HostileProxy : IAsyncDisposable
{
    private readonly Uri _service;
    private readonly Func<ProxiedRequest, Mischief?> _rule;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private int _count;

    public HostileProxy(Uri service, Func<ProxiedRequest, Mischief?> rule)
    {
        (_service, _rule) = (service, rule);
        _listener.Start();
        Address = new UriBuilder(service) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _running = AcceptAsync();
    }

    /// <summary>The service's address, by way of here.</summary>
    public Uri Address { get; }

    /// <summary>What came so far.</summary>
    public ConcurrentQueue<ProxiedRequest> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await ServeAsync(client.GetStream());
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // The other side went away: as it should be here.
            }
        }
    }

    private async Task ServeAsync(NetworkStream client)
    {
        var head = await ReadHeadAsync(client);
        if (head.Length == 0) return;
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).ToList();
        var first = lines[0].Split(' ');
        var length = int.Parse(Header(lines, "Content-Length") ?? "0", CultureInfo.InvariantCulture);
        var request = new ProxiedRequest(Interlocked.Increment(ref _count) - 1, first[0], first[1], length);
        Requests.Enqueue(request);
        var mischief = _rule(request) ?? new Mischief();
        await Task.Delay(mischief.Delay, _stop.Token);
        if (Header(lines, "Expect") is not null) await client.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), _stop.Token);
        var content = new byte[Math.Min(length, mischief.CutRequestAfter ?? length)];
        await client.ReadExactlyAsync(content, _stop.Token);
        if (mischief.CutRequestAfter is not null) return;
        if (mischief.Answer is { } status)
        {
            var retryAfter = mischief.RetryAfter is { } value ? $"Retry-After: {value}\r\n" : "";
            await client.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} No\r\n{retryAfter}Content-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token);
            return;
        }

        if (mischief.FlipRequestByte is { } place && place < content.Length) content[place] ^= 1;
        var answer = await ForwardAsync(lines, content, mischief.DropHeader);
        if (mischief.LoseAnswer) return;
        if (mischief.CutAnswerAfter is { } count) answer = answer[..Math.Min(answer.Length, BodyOf(answer) + count)];
        await client.WriteAsync(answer, _stop.Token);
    }

    private async Task<byte[]> ForwardAsync(List<string> lines, byte[] content, string? dropHeader)
    {
        using var service = new TcpClient();
        await service.ConnectAsync(_service.Host, _service.Port, _stop.Token);
        var stream = service.GetStream();
        string[] dropped = ["Connection", "Expect", dropHeader ?? "Connection"];
        var kept = lines.Where(line => !dropped.Any(name => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)));
        await stream.WriteAsync(Encoding.Latin1.GetBytes(string.Join("\r\n", [.. kept, "Connection: close", "", ""])), _stop.Token);
        await stream.WriteAsync(content, _stop.Token);
        var answer = new MemoryStream();
        await stream.CopyToAsync(answer, _stop.Token);
        return answer.ToArray();
    }

    private async Task<string> ReadHeadAsync(NetworkStream client)
    {
        var head = new List<byte>();
        var one = new byte[1];
        // Byte by byte: what follows the head must stay where it is.
        while (await client.ReadAsync(one, _stop.Token) > 0)
        {
            head.Add(one[0]);
            if (head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n']) return Encoding.Latin1.GetString([.. head]);
        }

        return "";
    }

    private static string? Header(List<string> lines, string name) =>
        lines.Find(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?.Split(':', 2)[1].Trim();

    private static int BodyOf(byte[] answer) => answer.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
}
