using System.Text;
using EventLinkDr.Postgres.Load;

namespace EventLinkDr.Core.Tests.Postgres.Load;

public sealed class RowCutTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 0)]
    [InlineData("\n", 1)]
    [InlineData("a\nb", 2)]
    [InlineData("a\nb\n", 4)]
    [InlineData("a\nb\\\n", 2)]
    [InlineData("a\nb\\\\\n", 6)]
    [InlineData("a\\\\\\\nb\\\nc", 0)]
    [InlineData("a\r\nb", 3)]
    public void LastRowEnd_IsBehindALineEndThatIsNoValue(string rows, int length) => Assert.Equal(length, RowCut.LastRowEnd(Encoding.ASCII.GetBytes(rows)));

    [Theory]
    [InlineData("", false)]
    [InlineData("a", false)]
    [InlineData("a\n", true)]
    [InlineData("a\\\n", false)]
    [InlineData("\\\\\n", true)]
    public void EndsRow_LooksAtTheBackslashes(string rows, bool ends) => Assert.Equal(ends, RowCut.EndsRow(Encoding.ASCII.GetBytes(rows)));
}
