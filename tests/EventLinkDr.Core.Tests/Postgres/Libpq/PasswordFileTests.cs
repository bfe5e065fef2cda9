using EventLinkDr.Postgres.Libpq;

namespace EventLinkDr.Core.Tests.Postgres.Libpq;

public sealed class PasswordFileTests
{
    [Theory]
    [InlineData("h:5432:d:u:pw\n", "pw")]
    [InlineData("*:*:*:*:pw\r\n", "pw")]
    [InlineData("# h:5432:d:u:no\nx:5432:d:u:no\nh:5432:d:u:first\nh:5432:d:u:second", "first")]
    [InlineData("h:5432:d:u:with\\:colon\\\\and backslash", "with:colon\\and backslash")]
    [InlineData("h:5433:d:u:no\n", null)]
    [InlineData("\\*:5432:d:u:no\n", null)]
    [InlineData("h:5432:d\n", null)]
    [InlineData("", null)]
    public void Find_TakesTheFirstLineThatFits(string text, string? expected) => Assert.Equal(expected, PasswordFile.Find(text, "h", "5432", "d", "u"));

    [Fact]
    public void Find_EscapedNames() => Assert.Equal("pw", PasswordFile.Find(@"fe80\:\:1:5432:a\\b:u:pw", "fe80::1", "5432", @"a\b", "u"));
}
