using System.Text;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Docker;

/// <summary>Turns an engine's log stream into lines.</summary>
internal static class LogText
{
    public static async Task<IReadOnlyList<ContainerLogLine>> ReadFramedAsync(Stream stream, CancellationToken cancellationToken)
    {
        var lines = new List<ContainerLogLine>();
        // A line may come in several frames, and the two streams' frames may alternate within lines.
        MemoryStream[] pending = [new(), new()];
        var frames = new FrameReader(stream);
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var (channel, count) = await frames.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0) break;
            Split(buffer.AsSpan(0, count), pending[(int)channel], channel, lines);
        }

        foreach (var channel in new[] { ContainerChannel.Output, ContainerChannel.Error })
            if (pending[(int)channel].Length > 0) Flush(pending[(int)channel], channel, lines);
        return lines;
    }

    public static async Task<IReadOnlyList<ContainerLogLine>> ReadPlainAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = new List<ContainerLogLine>();
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
            lines.Add(new ContainerLogLine(ContainerChannel.Output, line));
        return lines;
    }

    private static void Split(ReadOnlySpan<byte> data, MemoryStream pending, ContainerChannel channel, List<ContainerLogLine> lines)
    {
        while (data.IndexOf((byte)'\n') is >= 0 and var end)
        {
            pending.Write(data[..end]);
            Flush(pending, channel, lines);
            data = data[(end + 1)..];
        }

        pending.Write(data);
    }

    private static void Flush(MemoryStream pending, ContainerChannel channel, List<ContainerLogLine> lines)
    {
        lines.Add(new ContainerLogLine(channel, Encoding.UTF8.GetString(pending.GetBuffer(), 0, (int)pending.Length).TrimEnd('\r')));
        pending.SetLength(0);
    }
}
