using System.Management.Automation;
using EventLinkDr.Diagnostics;
using EventLinkDr.PowerShell.Commands.Base;

namespace EventLinkDr.PowerShell.Tests.Commands;

public sealed class ProgressBarsTests
{
    private readonly SteppedClock _clock = new();

    [Fact]
    public void Move_SteadyTransfer_ShowsBytesRateTableAndTimeLeft()
    {
        var bars = new ProgressBars("Backup-EventLinkDb", _clock);
        bars.Begin("copy tables");
        bars.Move(new ProgressReport("Backing up eventlink", "public.users", 0, 100 << 20));
        _clock.Step(TimeSpan.FromSeconds(2));

        var record = bars.Move(new ProgressReport("Backing up eventlink", "public.events", 20 << 20, 100 << 20))!;

        Assert.Equal("Backing up eventlink", record.Activity);
        Assert.Equal("20.0 MB of 100 MB, 10.0 MB/s, public.events", record.StatusDescription);
        Assert.Equal("public.events", record.CurrentOperation);
        Assert.Equal(20, record.PercentComplete);
        Assert.Equal(8, record.SecondsRemaining);
    }

    [Fact]
    public void Move_TotalUnknown_ShowsNoPercentAndNoTimeLeft()
    {
        var bars = new ProgressBars("Restore-EventLinkDb", _clock);

        var record = bars.Move(new ProgressReport("Reading", null, 2048, 0))!;

        Assert.Equal("2.00 KB", record.StatusDescription);
        Assert.Equal(-1, record.PercentComplete);
        Assert.Equal(-1, record.SecondsRemaining);
    }

    [Fact]
    public void Move_FasterThanAnyoneReads_IsThinned()
    {
        var bars = new ProgressBars("Backup-EventLinkDb", _clock);
        Assert.NotNull(bars.Move(new ProgressReport("Backing up", null, 0, 10)));
        Assert.Null(bars.Move(new ProgressReport("Backing up", null, 1, 10)));
        _clock.Step(TimeSpan.FromMilliseconds(200));
        Assert.NotNull(bars.Move(new ProgressReport("Backing up", null, 2, 10)));
        // The last one is always shown, or a bar would stay short of its end.
        Assert.NotNull(bars.Move(new ProgressReport("Backing up", null, 10, 10)));
    }

    [Fact]
    public void Begin_NestedPhases_NamesThePathAndKeepsBytesBelow()
    {
        var bars = new ProgressBars("Restore-EventLinkDb", _clock);
        var outer = Assert.Single(bars.Begin("swap"));
        var inner = Assert.Single(bars.Begin("stop services"));
        var bytes = bars.Move(new ProgressReport("Loading", null, 1, 2))!;

        Assert.Equal("swap > stop services", inner.StatusDescription);
        Assert.Equal(outer.ActivityId, inner.ActivityId);
        Assert.Equal(outer.ActivityId, bytes.ParentActivityId);
    }

    [Fact]
    public void End_OfTheLastPhase_TakesBothBarsAway()
    {
        var bars = new ProgressBars("Restore-EventLinkDb", _clock);
        bars.Begin("load");
        bars.Move(new ProgressReport("Loading", null, 1, 2));

        var records = bars.End("load");

        Assert.Equal(2, records.Count);
        Assert.All(records, record => Assert.Equal(ProgressRecordType.Completed, record.RecordType));
        Assert.Empty(bars.Complete());
    }

    [Fact]
    public void Constructor_TwoCmdletsOfOnePipeline_HaveBarsOfTheirOwn()
    {
        var first = Assert.Single(new ProgressBars("Test-EventLinkBackup", _clock).Begin("read"));
        var second = Assert.Single(new ProgressBars("Restore-EventLinkDb", _clock).Begin("load"));

        Assert.True(Math.Abs(first.ActivityId - second.ActivityId) >= 2);
    }

    private sealed class SteppedClock : TimeProvider
    {
        private long _now = TimeSpan.TicksPerDay;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Step(TimeSpan time) => _now += time.Ticks;
    }
}
