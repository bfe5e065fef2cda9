using EventLinkDr.Postgres;

namespace EventLinkDr.Core.Tests.Postgres;

public sealed class PostgresVersionTests
{
    [Theory]
    [InlineData("pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", 150018)]
    [InlineData("-- Dumped from database version 9.6.24", 90006)]
    [InlineData("postgres (PostgreSQL) 19beta1", 190000)]
    public void Find_TakesTheFirstVersionInAText(string text, int number) => Assert.Equal(number, PostgresVersion.Find(text)!.Value.Number);

    [Fact]
    public void Find_NoVersion_IsNull() => Assert.Null(PostgresVersion.Find("command not found"));
}
