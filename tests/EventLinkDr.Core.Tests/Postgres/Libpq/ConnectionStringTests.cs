using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres.Libpq;

namespace EventLinkDr.Core.Tests.Postgres.Libpq;

public sealed class ConnectionStringTests
{
    [Theory]
    [InlineData("postgresql://u:p%40%3Ass@h:5433/d?sslmode=require&connect_timeout=3", "u", "p@:ss", "h", "5433", "d")]
    [InlineData("postgres://u@h/d", "u", null, "h", null, "d")]
    [InlineData("postgresql://", null, null, null, null, null)]
    [InlineData("postgresql:///d", null, null, null, null, "d")]
    [InlineData("postgresql://u@/d?host=%2Fvar%2Frun&port=5433", "u", null, "/var/run", "5433", "d")]
    [InlineData("postgresql://%2Fvar%2Frun/d", null, null, "/var/run", null, "d")]
    [InlineData("postgresql://[::1]:5433/d", null, null, "::1", "5433", "d")]
    [InlineData("postgresql://u:%C8%99@h/baz%C4%83", "u", "ș", "h", null, "bază")]
    [InlineData("postgresql+psycopg2://u:p@h:5433/d?prepared_statement_cache_size=0", "u", "p", "h", "5433", "d")]
    [InlineData("host=h port=5433 dbname=d user=u password='it\\'s a pw'", "u", "it's a pw", "h", "5433", "d")]
    [InlineData("host = h dbname=d password=a\\ b", null, "a b", "h", null, "d")]
    [InlineData("host=h password=a;b dbname=d", null, "a;b", "h", null, "d")]
    [InlineData("Host=h;Port=5433;Username=u;Password=\"p;w\";Database=d;Pooling=false", "u", "p;w", "h", "5433", "d")]
    [InlineData("Server=h;User Id=u;Pwd=p;DB=d;", "u", "p", "h", null, "d")]
    [InlineData("host=h;database=d", null, null, "h", null, "d")]
    [InlineData("Database=d", null, null, null, null, "d")]
    public void Parse_KnowsEveryForm(string text, string? user, string? password, string? host, string? port, string? database)
    {
        var settings = ConnectionString.Parse(text);
        Assert.Equal((user, password, host, port, database), (settings["user"], settings["password"], settings["host"], settings["port"], settings["dbname"]));
    }

    [Theory]
    [InlineData("Host=h;SSL Mode=VerifyFull", "verify-full")]
    [InlineData("Host=h;SslMode=Require", "require")]
    [InlineData("postgresql://h/d?ssl=true", "require")]
    [InlineData("host=h sslmode=verify-ca", "verify-ca")]
    public void Parse_TlsMode_IsLibpqsWord(string text, string mode) => Assert.Equal(mode, ConnectionString.Parse(text)["sslmode"]);

    [Theory]
    [InlineData("s3cret")]
    [InlineData("host=h password=my s3cret")]
    [InlineData("host=h password='s3cret")]
    [InlineData("host=h s3cret=x")]
    [InlineData("Host=h;Password=x;s3cret=y")]
    [InlineData("postgresql://u:s3cret%zz@h/d")]
    [InlineData("postgresql://u:s3cret@[::1/d")]
    [InlineData("postgresql://u:s3cret@h/d?nonsense=s3cret")]
    [InlineData("postgresql://u:s3cret@h/d?sslmode")]
    public void Parse_Malformed_QuotesNothing(string text)
    {
        var error = Assert.Throws<DrException>(() => ConnectionString.Parse(text));
        Assert.Equal("TargetInvalid", error.Id);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }
}
