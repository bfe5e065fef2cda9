using System.Text.RegularExpressions;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Restore;

public sealed partial class DatabasePropertiesTests(PostgresFixture postgres)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_ToANewDatabase_GivesWhatPgDumpSaysOfTheOld()
    {
        var old = await postgres.CreateDatabaseAsync("props", "TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'");
        var role = old + "\"r=/";
        await postgres.ExecuteAsync("postgres",
            $"""
            CREATE ROLE {Sql.Name(role)}; CREATE ROLE {old}_reader; CREATE ROLE {old}_owner;
            ALTER DATABASE {old} OWNER TO {old}_owner;
            REVOKE ALL ON DATABASE {old} FROM PUBLIC;
            GRANT CONNECT ON DATABASE {old} TO {Sql.Name(role)} WITH GRANT OPTION;
            SET ROLE {Sql.Name(role)}; GRANT CONNECT ON DATABASE {old} TO {old}_reader; RESET ROLE;
            GRANT TEMP, CREATE ON DATABASE {old} TO {old}_reader;
            ALTER DATABASE {old} CONNECTION LIMIT 77;
            ALTER DATABASE {old} SET search_path = "$user", public, "a,b";
            ALTER DATABASE {old} SET "my.Setting" = E'x\\y''z';
            ALTER DATABASE {old} SET DateStyle = 'German';
            ALTER ROLE {old}_reader IN DATABASE {old} SET work_mem = '64MB';
            ALTER ROLE {Sql.Name(role)} IN DATABASE {old} SET search_path = '';
            COMMENT ON DATABASE {old} IS 'Producție 😀 it''s';
            """);
        var name = old + "_restore_20260101t000000z";
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        var properties = await DatabasePropertiesReader.ReadAsync(session, old, Token);
        var made = await OwnedDatabase.CreateAsync(session, name, old, properties!, Guid.NewGuid(), Token);
        foreach (var statement in DatabaseDefinition.Apply(made.Name, properties!)) await session.ExecuteAsync(statement, Token);
        await session.ExecuteAsync(DatabaseDefinition.Comment(name, properties!.Comment), Token);
        var expected = await DatabasePartAsync(old);
        Assert.Contains("CONNECTION LIMIT = 77", expected, StringComparison.Ordinal);
        // pg_dump lists the settings of roles in whatever order the catalog has them.
        Assert.Equal(expected.Split('\n').Order(StringComparer.Ordinal),
            (await DatabasePartAsync(name)).Replace(name, old, StringComparison.Ordinal).Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Read_NoSuchDatabase_IsNull()
    {
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        Assert.Null(await DatabasePropertiesReader.ReadAsync(session, "no such database", Token));
    }

    [Fact]
    public async Task Read_MarkedDatabase_GivesItsOwnComment()
    {
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        var name = await postgres.CreateDatabaseAsync("props");
        var mark = new DatabaseMark { State = DatabaseMarkState.Kept, Run = Guid.NewGuid(), Oid = 1, Database = "x", Time = DateTimeOffset.UtcNow, Comment = "mine" };
        await session.ExecuteAsync(DatabaseDefinition.Comment(name, mark.ToComment()), Token);
        Assert.Equal("mine", (await DatabasePropertiesReader.ReadAsync(session, name, Token))!.Comment);
    }

    [Fact]
    public async Task Create_UnknownLocale_SaysWhichOne()
    {
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        var properties = await DatabasePropertiesReader.ReadAsync(session, "postgres", Token);
        var error = await Assert.ThrowsAsync<Diagnostics.DrException>(() =>
            OwnedDatabase.CreateAsync(session, "props_locale", "x", properties! with { Collate = "xx_YY" }, Guid.NewGuid(), Token));
        Assert.Equal("LocaleMissing", error.Id);
        Assert.Contains("xx_YY", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_NameTaken_LeavesTheOtherDatabaseUnmarked()
    {
        var taken = await postgres.CreateDatabaseAsync("props");
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        var properties = await DatabasePropertiesReader.ReadAsync(session, "postgres", Token);
        var error = await Assert.ThrowsAsync<Diagnostics.DrException>(() => OwnedDatabase.CreateAsync(session, taken, "x", properties!, Guid.NewGuid(), Token));
        Assert.Equal("DatabaseExists", error.Id);
        Assert.Null(await postgres.ScalarAsync("postgres", $"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{taken}'"));
    }

    /// <summary>The statements of pg_dump -C that are about the database itself.</summary>
    private async Task<string> DatabasePartAsync(string database)
    {
        var dump = await postgres.PgDumpAsync(database, "-C", "--schema-only");
        return Restricted().Replace(dump, "");
    }

    [GeneratedRegex(@"^\\(un)?restrict .*$", RegexOptions.Multiline)]
    private static partial Regex Restricted();
}
