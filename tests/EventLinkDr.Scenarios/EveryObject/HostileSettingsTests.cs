using System.IO.Compression;
using EventLinkDr.Model;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Zoo;

namespace EventLinkDr.Scenarios.EveryObject;

/// <summary>Settings of a database or a role that change what texts mean must change nothing in a backup or a restore.</summary>
public sealed class HostileSettingsTests : IDisposable
{
    /// <summary>Each of them changes how values are read or written, or what a statement may do.</summary>
    private static readonly string[] Settings =
    [
        "standard_conforming_strings = off", "quote_all_identifiers = on", "array_nulls = off", "default_transaction_read_only = on",
        "transform_null_equals = on", "xmloption = document", "xmlbinary = hex", "statement_timeout = '2s'", "lock_timeout = '500ms'",
        "idle_in_transaction_session_timeout = '500ms'", "search_path = nowhere", "\"DateStyle\" = 'SQL, DMY'", "\"IntervalStyle\" = 'iso_8601'",
        "\"TimeZone\" = 'America/St_Johns'", "bytea_output = 'escape'", "extra_float_digits = -15", "client_min_messages = error",
        "row_security = off", "check_function_bodies = on", "default_toast_compression = pglz", "escape_string_warning = on",
        "default_transaction_isolation = serializable", "default_transaction_deferrable = on", "synchronize_seqscans = on",
        "client_encoding = 'LATIN2'", "lc_monetary = 'C.UTF-8'", "backslash_quote = off", "default_tablespace = 'zoo_space'",
    ];

    private readonly PostgresFixture _postgres;
    private readonly TemporaryDirectory _directory = new();
    private readonly Working _working;

    public HostileSettingsTests(PostgresFixture postgres)
    {
        _postgres = postgres;
        _working = new Working(postgres, _directory);
    }

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(RestoreMode.Swap)]
    [InlineData(RestoreMode.InPlace)]
    public async Task BackupAndRestore_InADatabaseWithThem_AreWhatTheyAreWithout(RestoreMode mode)
    {
        var database = await _postgres.Zoo.CreateAsync(ZooVariant.PublicOnly);
        await _postgres.ExecuteAsync("postgres", $"ALTER DATABASE {database} RESET ALL");
        foreach (var setting in Settings) await _postgres.ExecuteAsync("postgres", $"ALTER DATABASE {database} SET {setting}");
        var backup = await _working.BackupAsync(database);

        var copy = await _postgres.CreateDatabaseAsync("copy");
        await using (var text = new GZipStream(File.OpenRead(backup.Path), CompressionMode.Decompress))
        {
            var psql = await _postgres.PsqlAsync(copy, text);
            Assert.True(psql.ExitCode == 0, psql.Error);
        }

        await _postgres.AssertIsCopyAsync(ZooVariant.PublicOnly, copy);

        var result = await _working.RestoreAsync(database, backup.Name, new RestoreOptions { Mode = mode, SkipSafetyBackup = true, Jobs = 2 });
        Assert.Equal(ProofOutcome.Proven, result.Outcome);
        await _postgres.ExecuteAsync("postgres", $"ALTER DATABASE {database} RESET ALL");
        await _postgres.AssertIsCopyAsync(ZooVariant.PublicOnly, database, rowOrder: false);
    }

    [Fact]
    public async Task ForeignDump_MadeUnderThem_RestoresAsPsqlRestoresIt()
    {
        var database = await _postgres.Zoo.CreateAsync(ZooVariant.PublicOnly);
        await _postgres.ExecuteAsync("postgres", $"ALTER DATABASE {database} RESET ALL");
        // These two show in the text of pg_dump itself.
        foreach (var setting in (string[])["standard_conforming_strings = off", "quote_all_identifiers = on"])
            await _postgres.ExecuteAsync("postgres", $"ALTER DATABASE {database} SET {setting}");
        var dump = System.Text.Encoding.Latin1.GetBytes(await _postgres.PgDumpAsync(database));
        await File.WriteAllBytesAsync(_directory.File("dump.sql"), dump, TestContext.Current.CancellationToken);
        var copy = await _postgres.CreateDatabaseAsync("copy");
        using (var input = new MemoryStream(dump)) Assert.Equal(0, (await _postgres.PsqlAsync(copy, input)).ExitCode);

        var target = await _postgres.CreateDatabaseAsync("target");
        await _working.RestoreAsync(target, "dump.sql");
        ZooComparison.AssertSame(await _postgres.PgDumpAsync(copy), await _postgres.PgDumpAsync(target), rowOrder: false);
    }

    [Fact]
    public async Task ARoleWithThem_BacksUpAndRestoresLikeAnyOther()
    {
        var database = await _postgres.CreateDatabaseAsync("rolesettings");
        var role = database + "_user";
        await _postgres.ExecuteAsync("postgres", $"CREATE ROLE {role} LOGIN CREATEDB PASSWORD 'p'; ALTER DATABASE {database} OWNER TO {role}");
        await _postgres.ExecuteAsync(database,
            $"CREATE TABLE public.t (a text[], i interval, d date, b bytea, f float8); ALTER TABLE public.t OWNER TO {role};"
            + @" INSERT INTO public.t VALUES ('{NULL,""NULL"",x}', '1 year -2 days 03:04:05', '2026-02-03', '\x005c', 0.1)");
        foreach (var setting in Settings.Where(setting => !setting.StartsWith("default_tablespace", StringComparison.Ordinal)))
            await _postgres.ExecuteAsync("postgres", $"ALTER ROLE {role} SET {setting}");
        var expected = await _postgres.ScalarAsync(database, "SELECT (t::text) FROM public.t");

        await using var server = new Adapters.Npgsql.NpgsqlServer(_postgres.Target(database) with { Username = role, Password = "p" });
        await using var deployment = new TestDeployment(_postgres, database) { Server = server };
        var store = _working.Store;
        var backup = new Operations.Backup.BackupOperation(deployment, store);
        var made = await backup.RunAsync(await backup.PrepareAsync(new Operations.Backup.BackupOptions(), TestContext.Current.CancellationToken),
            Diagnostics.NullObserver.Instance, TestContext.Current.CancellationToken);
        var restore = new RestoreOperation(deployment, store);
        var plan = await restore.PrepareAsync(made.Backup, new RestoreOptions { Jobs = 2 }, Diagnostics.NullObserver.Instance, TestContext.Current.CancellationToken);
        var result = await restore.RunAsync(plan, Diagnostics.NullObserver.Instance, TestContext.Current.CancellationToken);
        Assert.Equal(ProofOutcome.Proven, result.Outcome);
        Assert.Equal(expected, await _postgres.ScalarAsync(database, "SELECT (t::text) FROM public.t"));
    }
}
