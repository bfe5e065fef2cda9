using System.Globalization;
using System.Text;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Cli.Output;

/// <summary>The last line of the screen, overwritten as work goes on: phase, bytes, rate, time left, table.</summary>
internal sealed class ProgressLine(Terminal terminal, TimeProvider clock)
{
    private const string ClearLine = "\r\u001b[K";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly TransferRate _rate = new(clock);
    private readonly List<string> _phases = [];
    private long? _drawn;
    private bool _shown;

    public void Begin(string phase)
    {
        _phases.Add(phase);
        Draw(phase);
    }

    public void End(string phase)
    {
        _phases.Remove(phase);
        if (_phases.Count > 0) Draw(_phases[^1]);
        else Clear();
    }

    public void Move(in ProgressReport report)
    {
        var rate = _rate.Add(report.Activity, report.BytesDone);
        if (_drawn is { } last && clock.GetElapsedTime(last) < Pause) return;
        Draw(Text(report, rate));
    }

    public void Clear()
    {
        if (_shown) terminal.Error.Write(ClearLine);
        _shown = false;
    }

    private void Draw(string text)
    {
        var width = terminal.Width() - 1;
        terminal.Error.Write(ClearLine + (text.Length > width ? text[..width] : text));
        _drawn = clock.GetTimestamp();
        _shown = true;
    }

    private string Text(in ProgressReport report, double? rate)
    {
        var text = new StringBuilder(_phases.Count > 0 ? _phases[^1] : report.Activity);
        if (report.BytesTotal > 0)
            text.Append(CultureInfo.InvariantCulture, $"  {Math.Clamp(report.BytesDone * 100.0 / report.BytesTotal, 0, 100),3:0} %  {Readable.Size(report.BytesDone)} of {Readable.Size(report.BytesTotal)}");
        else if (report.BytesDone > 0) text.Append("  ").Append(Readable.Size(report.BytesDone));
        if (rate is { } known) text.Append("  ").Append(Readable.Rate(known));
        if (TransferRate.Remaining(rate, report.BytesDone, report.BytesTotal) is { } left) text.Append("  ").Append(Readable.Duration(left)).Append(" left");
        if (report.Item is not null) text.Append("  ").Append(report.Item);
        return text.ToString();
    }
}
