using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;

namespace EventLinkDr.Core.Tests.Hosting;

public sealed class DatabaseUrlTests
{
    [Theory]
    [InlineData("postgresql+psycopg2://user:p%40ss@db:5432/eventlink", "postgresql+psycopg2://user:p%40ss@new:5433/eventlink")]
    [InlineData("postgresql://user@db/eventlink?sslmode=require", "postgresql://user@new:5433/eventlink?sslmode=require")]
    [InlineData("postgres://u:a@b:c@db", "postgres://u:a@b:c@new:5433")]
    [InlineData("postgresql://[fd00::1]:5432/x?a=b@c/d", "postgresql://new:5433/x?a=b@c/d")]
    [InlineData("postgresql:///eventlink", "postgresql://new:5433/eventlink")]
    [InlineData("postgresql://${U:-a/b}:${P}@${H:-db@x}:5432/${D}", "postgresql://${U:-a/b}:${P}@new:5433/${D}")]
    public void WithAddress_ChangesNothingElse(string url, string expected) => Assert.Equal(expected, DatabaseUrl.WithAddress(url, "new", 5433));

    [Fact]
    public void WithAddress_OfVersionSix_StandsInBrackets() =>
        Assert.Equal("postgresql://u@[fd00::2]:5432/x", DatabaseUrl.WithAddress("postgresql://u@db/x", "fd00::2", 5432));

    [Theory]
    [InlineData("sqlite:///secret")]
    [InlineData("secret")]
    public void WithAddress_OfSomethingElse_IsRefusedWithoutSayingIt(string url)
    {
        var error = Assert.Throws<DrException>(() => DatabaseUrl.WithAddress(url, "new", 1));
        Assert.Equal("TargetInvalid", error.Id);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }
}
