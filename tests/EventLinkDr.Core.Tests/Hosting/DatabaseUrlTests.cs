using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;

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

    [Theory]
    [InlineData("postgresql+psycopg2://app%40x:secret@db:5432/event%20link", "app@x", "event link")]
    [InlineData("postgresql://db/eventlink?sslmode=require", null, "eventlink")]
    [InlineData("postgresql://u@db", "u", null)]
    [InlineData("postgresql://u@db/?a=b", "u", null)]
    public void UserAndDatabase_AreReadAsTheyAreMeant(string url, string? user, string? database) =>
        Assert.Equal((user, database), (DatabaseUrl.UserOf(url), DatabaseUrl.DatabaseOf(url)));

    [Theory]
    [InlineData("postgresql+psycopg2://app:secret@prod:6432/eventlink", "postgresql+psycopg2://a%40b:new@db:5432/copy")]
    [InlineData("postgresql+asyncpg://app:secret@/eventlink?host=/secret&ssl=require&sslmode=verify-full&application_name=x&options=-c%20a%3Db", "postgresql+asyncpg://a%40b:new@db:5432/copy?application_name=x&options=-c%20a%3Db")]
    [InlineData("postgresql://", "postgresql://a%40b:new@db:5432/copy")]
    public void OfCopy_KeepsDriverAndOptions_AndNothingThatLeadsToTheOriginal(string url, string expected) =>
        Assert.Equal(expected, DatabaseUrl.OfCopy(url, new EventLinkTarget { Database = "copy", Username = "a@b", Password = "new" }, "db", 5432));
}
