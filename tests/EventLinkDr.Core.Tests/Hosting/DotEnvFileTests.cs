using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;

namespace EventLinkDr.Core.Tests.Hosting;

public sealed class DotEnvFileTests
{
    [Theory]
    [InlineData("K=value", "value")]
    [InlineData("K=", "")]
    [InlineData("K =  value  ", "value")]
    [InlineData("export K=value", "value")]
    [InlineData("  export\tK=value", "value")]
    [InlineData("K: value", "value")]
    [InlineData("K=a=b=c", "a=b=c")]
    [InlineData("\uFEFFK=value\r\nL=x\r\n", "value")]
    [InlineData("# comment\n\nK=value", "value")]
    public void Plain_IsTheRestOfTheLine(string text, string expected) => Assert.Equal(expected, Parse(text)["K"]);

    [Theory]
    [InlineData("K=p#ssword", "p#ssword")]
    [InlineData("K=value # comment", "value")]
    [InlineData("K=\"a # b\" # comment", "a # b")]
    [InlineData("K='a # b'", "a # b")]
    // Compose drops the space before it looks for one; the container got this text too.
    [InlineData("K= # comment", "# comment")]
    public void Comment_NeedsASpaceBeforeIt(string text, string expected) => Assert.Equal(expected, Parse(text)["K"]);

    [Theory]
    [InlineData("K=\"a\\tb\\nc\"", "a\tb\nc")]
    [InlineData("K=\"say \\\"hi\\\"\"", "say \"hi\"")]
    [InlineData("K=\"back\\\\slash\"", "back\\slash")]
    [InlineData("K=\"\\0123\"", "S")]
    [InlineData("K=\"two\nlines\"", "two\nlines")]
    [InlineData("K='two\nlines'", "two\nlines")]
    [InlineData("K='it\\'s'", "it's")]
    [InlineData("K='no\\tescape'", "no\\tescape")]
    [InlineData("K=\"\"", "")]
    public void Quoted_KnowsItsEscapes(string text, string expected) => Assert.Equal(expected, Parse(text)["K"]);

    [Theory]
    [InlineData("A=x\nK=${A}y", "xy")]
    [InlineData("A=x\nK=$A-y", "x-y")]
    [InlineData("K=${MISSING}", "")]
    [InlineData("A=\nK=${A:-d}", "d")]
    [InlineData("A=\nK=${A-d}", "")]
    [InlineData("K=${A:-${B:-deep}}!", "deep!")]
    [InlineData("A=x\nK=${A:+set}", "set")]
    [InlineData("K=${A:+set}", "")]
    [InlineData("K=cost$$5", "cost$5")]
    [InlineData("K=\"cost\\$HOME\"", "cost$HOME")]
    [InlineData("A=x\nK='$A'", "$A")]
    [InlineData("A=x\nK=\"$A\"", "x")]
    public void Variables_AreExpanded(string text, string expected) => Assert.Equal(expected, Parse(text)["K"]);

    [Fact]
    public void Environment_BeatsTheFile()
    {
        var values = DotEnvFile.Parse("K=file\nL=${K}\nINHERITED\nABSENT\n", ".env",
            name => name switch { "K" => "environment", "INHERITED" => "yes", _ => null });
        Assert.Equal("environment", values["K"]);
        Assert.Equal("environment", values["L"]);
        Assert.Equal("yes", values["INHERITED"]);
        Assert.False(values.ContainsKey("ABSENT"));
    }

    [Theory]
    [InlineData("A=1\nPASSWORD=\"s3cret", 2)]
    [InlineData("A=1\nB=2\nPASSWORD=s3cret$", 3)]
    [InlineData("PASSWORD=s3cret${", 1)]
    [InlineData("PASSWORD=s3cret${A:?why}", 1)]
    [InlineData("pass word s3cret=x", 1)]
    [InlineData("lol$wut=s3cret", 1)]
    public void Malformed_NamesTheLineAndNoValue(string text, int line)
    {
        var error = Assert.Throws<DrException>(() => Parse(text));
        Assert.Equal("TargetInvalid", error.Id);
        Assert.StartsWith($"line {line} of /srv/.env", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyDictionary<string, string> Parse(string text) => DotEnvFile.Parse(text, "/srv/.env", _ => null);
}
