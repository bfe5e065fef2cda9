using EventLinkDr.Cli;
using EventLinkDr.Cli.Output;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Scenarios.CommandLineProgram;

public sealed class ConsoleObserverTests : IDisposable
{
    private const string ClearLine = "\r\u001b[K";

    private readonly StringWriter _error = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _error.Dispose();

    [Fact]
    public void OnAScreen_ShowsPhaseBytesRateTimeLeftAndTable()
    {
        using var observer = Make(Verbosity.Normal, width: 200);
        using (observer.Phase("load tables"))
        {
            observer.Progress(new ProgressReport("Restoring", "public.users", 0, 1000 << 20));
            _clock.Advance(TimeSpan.FromSeconds(5));
            observer.Progress(new ProgressReport("Restoring", "public.events", 250 << 20, 1000 << 20));
        }

        Assert.Equal(ClearLine + "load tables   25 %  250 MB of 0.98 GB  50.0 MB/s  15 s left  public.events", Drawn()[^2]);
        Assert.Equal(ClearLine, Drawn()[^1]);
    }

    [Fact]
    public void OnAScreen_DrawsAtMostFiveTimesASecond_AndNeverWiderThanIt()
    {
        using var observer = Make(Verbosity.Normal, width: 20);
        for (var i = 0; i < 1000; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            observer.Progress(new ProgressReport("Backing up a database", "public.a_table_with_a_long_name", i << 20, 1 << 30));
        }

        Assert.InRange(Drawn().Length, 4, 6);
        Assert.All(Drawn(), line => Assert.True(line.Length <= ClearLine.Length + 19, line));
    }

    [Fact]
    public void OnAScreen_LinesStandAboveTheProgress()
    {
        using var observer = Make(Verbosity.Normal);
        observer.Progress(new ProgressReport("Backing up", null, 1, 2));
        observer.Warning("look here");
        Assert.EndsWith($"{ClearLine}warning: look here{Environment.NewLine}", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Quiet", "warning: w\n")]
    [InlineData("Normal", "m\nwarning: w\n")]
    [InlineData("Verbose", "d\nm\nwarning: w\np: 2.0 s\n")]
    public void WithoutAScreen_TellsByVerbosityAndShowsNoProgress(string verbosity, string expected)
    {
        using (var observer = Make(Enum.Parse<Verbosity>(verbosity), screen: false))
        using (observer.Phase("p"))
        {
            observer.Decision("d");
            observer.Milestone("m");
            observer.Warning("w");
            observer.Progress(new ProgressReport("Backing up", "t", 1, 2));
            _clock.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(expected, _error.ToString().ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("List what is there: Get-EventLinkBackup.", "List what is there: eventlinkdr list.")]
    [InlineData("Give -ProjectDirectory or -ConnectionString.", "Give --project-directory or --connection.")]
    [InlineData("Make it again with pg_dump -E UTF8.", "Make it again with pg_dump -E UTF8.")]
    [InlineData("docker compose up -d; see --help", "docker compose up -d; see --help")]
    public void Advice_IsInTheWordsOfTheCommandLine(string advice, string expected) => Assert.Equal(expected, CommandLineWords.Of(advice));

    private string[] Drawn() => [.. _error.ToString().Split(ClearLine).Skip(1).Select(text => ClearLine + text)];

    private ConsoleObserver Make(Verbosity verbosity, bool screen = true, int width = 80) =>
        new(new Terminal(TextWriter.Null, _error, TextReader.Null) { ShowsProgress = screen, Width = () => width }, verbosity, _clock);

    private sealed class ManualClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;

        public override long GetTimestamp() => _ticks;
    }
}
