using System.Management.Automation;
using EventLinkDr.PowerShell.Binding;

namespace EventLinkDr.PowerShell.Tests.Binding;

public sealed class TransformationTests
{
    [Theory]
    [InlineData("2026-11-23T07:45:00Z")]
    [InlineData("2026-11-23 09:45 +02:00")]
    [InlineData("Mon, 23 Nov 2026 07:45:00 GMT")]
    public void Time_WithZone_IsThatInstantInUtc(string text)
    {
        var time = Assert.IsType<DateTimeOffset>(new TimeWithZoneAttribute().Transform(null!, text));

        Assert.Equal(new DateTimeOffset(2026, 11, 23, 7, 45, 0, TimeSpan.Zero), time);
        Assert.Equal(TimeSpan.Zero, time.Offset);
    }

    [Fact]
    public void Time_LocalDateTime_IsTaken()
    {
        var local = new DateTime(2026, 11, 23, 7, 45, 0, DateTimeKind.Local);

        Assert.Equal(new DateTimeOffset(local), new TimeWithZoneAttribute().Transform(null!, new PSObject(local)));
    }

    [Theory]
    [InlineData("2026-11-23T07:45:00")]
    [InlineData("2026-11-23")]
    [InlineData("yesterday")]
    [InlineData("")]
    [InlineData(17)]
    public void Time_WithoutZone_IsRefused(object value) =>
        Assert.Throws<ArgumentTransformationMetadataException>(() => new TimeWithZoneAttribute().Transform(null!, value));

    [Fact]
    public void Time_UnspecifiedDateTime_IsRefused() =>
        Assert.Throws<ArgumentTransformationMetadataException>(() => new TimeWithZoneAttribute().Transform(null!, new DateTime(2026, 11, 23)));

    [Theory]
    [InlineData("10GB", 10L << 30)]
    [InlineData("1.5 tb", 3L << 39)]
    [InlineData("500MiB", 500L << 20)]
    [InlineData("4096", 4096L)]
    [InlineData("12 B", 12L)]
    [InlineData(1048576, 1048576L)]
    [InlineData(2.9, 2L)]
    public void Size_WithOrWithoutUnit_IsBytes(object value, long expected) => Assert.Equal(expected, new SizeAttribute().Transform(null!, value));

    [Theory]
    [InlineData("ten")]
    [InlineData("-1GB")]
    [InlineData("10 XB")]
    [InlineData("")]
    [InlineData("9000000PB")]
    [InlineData(-5)]
    [InlineData(true)]
    public void Size_Nonsense_IsRefused(object value) => Assert.Throws<ArgumentTransformationMetadataException>(() => new SizeAttribute().Transform(null!, value));

    [Theory]
    [InlineData("24h", 86400)]
    [InlineData("1h30m", 5400)]
    [InlineData("7d", 604800)]
    [InlineData("1.5 h", 5400)]
    [InlineData("15 min", 900)]
    [InlineData("30s", 30)]
    [InlineData("00:30:00", 1800)]
    public void Duration_WithUnit_IsATimeSpan(string text, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new DurationAttribute().Transform(null!, text));

    [Theory]
    [InlineData(30)]
    [InlineData("30")]
    [InlineData("")]
    [InlineData("-5m")]
    [InlineData("5 fortnights")]
    [InlineData("99999999999999d")]
    public void Duration_WithoutUnit_IsRefused(object value) => Assert.Throws<ArgumentTransformationMetadataException>(() => new DurationAttribute().Transform(null!, value));

    [Fact]
    public void Duration_PowerShellsOwnReadingOf7dAnd30s_IsMeantAsWritten()
    {
        // Unquoted, 7d is a decimal and 30s a short.
        Assert.Equal(TimeSpan.FromDays(7), new DurationAttribute().Transform(null!, 7m));
        Assert.Equal(TimeSpan.FromSeconds(30), new DurationAttribute().Transform(null!, (short)30));
        Assert.Throws<ArgumentTransformationMetadataException>(() => new DurationAttribute().Transform(null!, -7m));
        Assert.Throws<ArgumentTransformationMetadataException>(() => new DurationAttribute().Transform(null!, (short)-1));
    }
}
