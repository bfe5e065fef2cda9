using EventLinkDr.Model;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Core.Tests.Postgres.Databases;

public sealed class DatabaseDefinitionTests
{
    private static readonly DatabaseProperties Plain = new() { Owner = "o", Encoding = "UTF8", LocaleProvider = "libc", Collate = "C", CType = "C.UTF-8" };

    [Fact]
    public void Create_Before15_NamesNoProvider() =>
        Assert.Equal("CREATE DATABASE \"d\" WITH TEMPLATE = template0 ENCODING = 'UTF8' LC_COLLATE = 'C' LC_CTYPE = 'C.UTF-8'",
            DatabaseDefinition.Create("d", Plain, new PostgresVersion(140000)));

    [Fact]
    public void Create_Icu_NamesLocaleRulesAndTablespace() =>
        Assert.Equal("CREATE DATABASE \"d\" WITH TEMPLATE = template0 ENCODING = 'UTF8' LOCALE_PROVIDER = icu LC_COLLATE = 'C' LC_CTYPE = 'C.UTF-8'"
            + " ICU_LOCALE = 'ro' ICU_RULES = '&a < b' TABLESPACE = \"fast\"",
            DatabaseDefinition.Create("d", Plain with { LocaleProvider = "icu", Locale = "ro", IcuRules = "&a < b", Tablespace = "fast" }, new PostgresVersion(170000)));

    [Fact]
    public void Create_Builtin_NamesItsLocale() =>
        Assert.Contains(" LOCALE_PROVIDER = builtin LC_COLLATE = 'C' LC_CTYPE = 'C.UTF-8' BUILTIN_LOCALE = 'C.UTF-8'",
            DatabaseDefinition.Create("d", Plain with { LocaleProvider = "builtin", Locale = "C.UTF-8" }, new PostgresVersion(170000)), StringComparison.Ordinal);

    [Fact]
    public void Apply_LeavesTheWriteFenceOut() =>
        Assert.DoesNotContain(DatabaseDefinition.Apply("d", Plain with { Settings = [new(null, "Default_Transaction_Read_Only", "on")] }),
            statement => statement.Contains("ead_", StringComparison.Ordinal));

    [Theory]
    [InlineData("search_path", "\"$user\", public", "'$user', 'public'")]
    [InlineData("search_path", "\"\"", "''")]
    [InlineData("search_path", "\"a,b\"\"c\", Public", "'a,b\"c', 'Public'")]
    [InlineData("search_path", "\"broken", "'\"broken'")]
    [InlineData("work_mem", "64MB", "'64MB'")]
    [InlineData("DateStyle", "German, DMY", "'German, DMY'")]
    [InlineData("app.path", "a\\b'c", " E'a\\\\b''c'")]
    public void Apply_QuotesValuesAsTheirKindNeeds(string name, string value, string sql) =>
        Assert.Equal($"ALTER DATABASE \"d\" SET \"{name}\" TO {sql}", DatabaseDefinition.Apply("d", Plain with { Settings = [new(null, name, value)] })[^1]);

    [Fact]
    public void Apply_Privileges_AreTakenAwayAndGivenBackInTheirOrder() =>
        Assert.Equal(
            ["ALTER DATABASE \"d\" OWNER TO \"o\"", "REVOKE ALL ON DATABASE \"d\" FROM PUBLIC", "REVOKE ALL ON DATABASE \"d\" FROM \"o\"",
             "GRANT TEMPORARY, CONNECT ON DATABASE \"d\" TO PUBLIC", "GRANT CONNECT ON DATABASE \"d\" TO \"a=b/\"\"c\" WITH GRANT OPTION",
             "SET ROLE \"a=b/\"\"c\"", "GRANT CONNECT ON DATABASE \"d\" TO \"r\"", "RESET ROLE"],
            DatabaseDefinition.Apply("d", Plain with { Privileges = ["=Tc/o", "\"a=b/\"\"c\"=c*/o", "r=c/\"a=b/\"\"c\""] }));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a=")]
    [InlineData("a=x/o")]
    [InlineData("a=c/")]
    [InlineData("\"a=c/o")]
    public void PrivilegeItem_Malformed_IsRefused(string item) => Assert.Throws<FormatException>(() => PrivilegeItem.Parse(item));
}
