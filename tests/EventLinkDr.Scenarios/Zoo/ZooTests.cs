using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Zoo;

namespace EventLinkDr.Scenarios.Zoo;

/// <summary>The yardstick itself: a comparison that is always equal, or never, would prove nothing.</summary>
public sealed class ZooTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(ZooVariant.Whole)]
    [InlineData(ZooVariant.PublicOnly)]
    public async Task PgDumpAndPsql_CopyTheZoo_AndTheComparisonHolds(ZooVariant variant)
    {
        var database = await postgres.Zoo.CreateAsync(variant);
        var copy = await postgres.Zoo.CopyAsync(database);
        await postgres.AssertIsCopyAsync(variant, copy);
        // A copy of the copy is equal too, so nothing in the zoo changes by being copied.
        ZooComparison.AssertSame(await postgres.Zoo.ReferenceAsync(variant), await postgres.Zoo.DumpOfCopyAsync(copy));
    }

    [Fact]
    public async Task Comparison_OneThingChanged_Fails()
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.Whole);
        var before = await postgres.PgDumpAsync(database);
        foreach (var change in (string[])[
            "SET session_replication_role = replica; INSERT INTO zoo.no_columns DEFAULT VALUES",
            "INSERT INTO zoo.hashed_by_enum VALUES ('ok', 61)",
            "INSERT INTO zoo.one_text VALUES (' ')",
            "SELECT setval('zoo.set_not_called', 42, true)",
            "SELECT lo_put(70004, 0, 'x')",
            "REVOKE UPDATE (at) ON zoo.plain FROM PUBLIC",
            "COMMENT ON COLUMN zoo.plain.at IS NULL",
            "ALTER EVENT TRIGGER sleeping ENABLE; ALTER EVENT TRIGGER sleeping DISABLE; ALTER EVENT TRIGGER no_drops DISABLE",
            "REFRESH MATERIALIZED VIEW zoo.never_filled",
            "SET SESSION AUTHORIZATION zoo_owner; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO zoo_reader"])
        {
            await postgres.ExecuteAsync(database, change);
            var after = await postgres.PgDumpAsync(database);
            Assert.Throws<Xunit.Sdk.FailException>(() => ZooComparison.AssertSame(before, after));
            before = after;
        }
    }

    [Theory]
    [InlineData("COPY t (a) FROM stdin;\n1\n2\n\\.\n", "COPY t (a) FROM stdin;\n2\n1\n\\.\n", true, false)]
    [InlineData("COPY t (a) FROM stdin;\n1\n2\n\\.\n", "COPY t (a) FROM stdin;\n2\n1\n\\.\n", false, true)]
    [InlineData("COPY t (a) FROM stdin;\n1\n1\n\\.\n", "COPY t (a) FROM stdin;\n1\n2\n\\.\n", false, false)]
    [InlineData("\\restrict aaaaaaaaaaaaaaaaaaaaaaaa\nx", "\\restrict bbbbbbbbbbbbbbbbbbbbbbbb\nx", true, true)]
    public void Comparison_OfTexts_CountsTheOrderOfRowsOnlyWhereAsked(string one, string other, bool rowOrder, bool same)
    {
        var failure = Record.Exception(() => ZooComparison.AssertSame(one, other, rowOrder));
        Assert.Equal(same, failure is null);
    }

    [Fact]
    public async Task Properties_OfTwoDatabasesMadeAlike_AreTheSame_AndOtherwiseNot()
    {
        const string awkward = "zoo \"q\" 'a' \\ = 🦓 and so on up to sixty-three byte, 🐫🐫";
        var one = await postgres.Zoo.CreateAsync(ZooVariant.PublicOnly, awkward);
        var two = await postgres.Zoo.CreateAsync(ZooVariant.PublicOnly);
        await postgres.AssertSamePropertiesAsync(one, two);
        foreach (var change in (string[])["ALTER ROLE zoo_reader IN DATABASE {0} SET work_mem = '8MB'", "COMMENT ON DATABASE {0} IS NULL",
            "REVOKE TEMPORARY ON DATABASE {0} FROM \"zoo \"\"Wärter\"\" 🦁\"", "ALTER DATABASE {0} CONNECTION LIMIT 91", "ALTER DATABASE {0} OWNER TO eventlink"])
        {
            var three = await postgres.Zoo.CreateAsync(ZooVariant.PublicOnly);
            await postgres.ExecuteAsync("postgres", change.Replace("{0}", three, StringComparison.Ordinal));
            await Assert.ThrowsAsync<Xunit.Sdk.FailException>(() => postgres.AssertSamePropertiesAsync(one, three));
        }
    }

    [Theory]
    [InlineData("LATIN2")]
    [InlineData("EUC_JP")]
    [InlineData("SQL_ASCII")]
    public async Task EncodedDatabase_IsCopiedByPgDumpAndPsql(string encoding)
    {
        var database = await postgres.Zoo.CreateEncodedAsync(encoding);
        ZooComparison.AssertSame(await postgres.PgDumpAsync(database), await postgres.Zoo.DumpOfCopyAsync(database));
    }

    [Fact]
    public void Server_HasTheExtensionWithConfigurationTables()
    {
        if (!postgres.HasExtensionOfOurs) Assert.Skip("This installation's files cannot be laid out anew, so the zoo goes without configuration tables.");
        Assert.True(postgres.HasExtensionOfOurs);
    }
}
