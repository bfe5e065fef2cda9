using EventLinkDr.Diagnostics;

namespace EventLinkDr.Core.Tests.Diagnostics;

public sealed class ReadableTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "0.98 KB")]
    [InlineData(1024, "1.00 KB")]
    [InlineData(10 * 1024, "10.0 KB")]
    [InlineData(100 * 1024, "100 KB")]
    [InlineData(1023 * 1024, "1.00 MB")]
    [InlineData(43306189, "41.3 MB")]
    [InlineData(long.MaxValue, "8192 PB")]
    [InlineData(-2048, "-2.00 KB")]
    public void Size_OfBytes_HasThreeDigits(long bytes, string expected) => Assert.Equal(expected, Readable.Size(bytes));

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(350, "350 ms")]
    [InlineData(999.6, "1.0 s")]
    [InlineData(2_400, "2.4 s")]
    [InlineData(59_400, "59 s")]
    [InlineData(59_700, "1 min 00 s")]
    [InlineData(65_000, "1 min 05 s")]
    [InlineData(3_600_000, "1 h 00 min")]
    [InlineData(11_520_000, "3 h 12 min")]
    [InlineData(352_800_000, "4 d 02 h")]
    [InlineData(-2_400, "-2.4 s")]
    public void Duration_OfMilliseconds_HasOneOrTwoUnits(double milliseconds, string expected) =>
        Assert.Equal(expected, Readable.Duration(TimeSpan.FromMilliseconds(milliseconds)));
}
