using System.Text;
using System.Text.RegularExpressions;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Operations.Rollback;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;
using EventLinkDr.Postgres.Dump;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Restore;

public sealed partial class RestoreSwapTests(PostgresFixture postgres)
{
    private readonly Databases _databases = new(postgres);
    private readonly Restoring _restoring = new(postgres);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Swap_ReplacesAndKeepsTheOld_WithServicesStoppedMeanwhile()
    {
        await _databases.CreateAsync("rs_a", "old");
        var services = new RecordingServices("backend", "worker");
        var result = await _restoring.RunAsync("rs_a", services: services);
        Assert.Equal("restored", await _databases.WhichAsync("rs_a"));
        Assert.Equal("old", await _databases.WhichAsync(result.PreviousDatabase!));
        Assert.Equal(["rs_a", result.PreviousDatabase!], await _databases.NamesAsync("rs_a"));
        Assert.Equal(["stop backend,worker", "start backend,worker"], services.Calls);
        Assert.Equal(["create database", "load", "prove", "analyze", "apply properties", "stop services", "swap", "start services"], result.Phases.Select(phase => phase.Name));
        Assert.Null(result.MeasuredDataLoss);
    }

    [Fact]
    public async Task Swap_ProvenBackup_MeasuresTheDataLoss()
    {
        await _databases.CreateAsync("rs_b", "old");
        await using var session = await postgres.Server.OpenAsync(new SessionOptions("postgres"), Token);
        var properties = (await DatabasePropertiesReader.ReadAsync(session, "rs_b", Token))!;
        var result = await _restoring.RunAsync("rs_b", new SqlContent { Facts = SqlContent.Proven("rs_b", properties) });
        Assert.InRange(result.MeasuredDataLoss!.Value, TimeSpan.FromHours(1), TimeSpan.FromHours(1.1));
    }

    [Fact]
    public async Task Swap_KeepsEveryPropertyOfTheDatabase_AndUndoBringsThemBack()
    {
        await _databases.CreateAsync("rs_c", "old");
        await postgres.ExecuteAsync("postgres",
            """
            CREATE ROLE rs_c_owner; CREATE ROLE rs_c_reader;
            ALTER DATABASE rs_c OWNER TO rs_c_owner; REVOKE ALL ON DATABASE rs_c FROM PUBLIC; GRANT CONNECT ON DATABASE rs_c TO rs_c_reader;
            ALTER DATABASE rs_c SET search_path = "$user", public; ALTER ROLE rs_c_reader IN DATABASE rs_c SET work_mem = '8MB';
            ALTER DATABASE rs_c CONNECTION LIMIT 50; COMMENT ON DATABASE rs_c IS 'Producție: nu atinge';
            """);
        var before = await DatabasePartAsync("rs_c");
        var result = await _restoring.RunAsync("rs_c");
        Assert.Equal(before, await DatabasePartAsync("rs_c"));
        Assert.Equal("Producție: nu atinge", await _databases.CommentOfAsync("rs_c"));
        var undo = new UndoOperation(new TestDeployment(postgres, "rs_c"));
        var undone = await undo.RunAsync(await undo.PrepareAsync(null, Token), NullObserver.Instance, Token);
        Assert.Equal("old", await _databases.WhichAsync("rs_c"));
        Assert.Equal(before, await DatabasePartAsync("rs_c"));
        Assert.Equal(result.PreviousDatabase, undone.Restored);
        Assert.Equal("restored", await _databases.WhichAsync(undone.PreviousDatabase!));
    }

    [Fact]
    public async Task Swap_WriteFenceOfTheOldDatabase_IsNotTakenOver()
    {
        await _databases.CreateAsync("rs_d", "old");
        await postgres.ExecuteAsync("postgres", "ALTER DATABASE rs_d SET default_transaction_read_only = on");
        await _restoring.RunAsync("rs_d");
        Assert.Equal("0", await postgres.ScalarAsync("postgres", "SELECT count(*) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = 'rs_d'"));
    }

    [Fact]
    public async Task Swap_NoOldDatabase_MakesItWithThePropertiesOfTheBackup()
    {
        await postgres.ExecuteAsync("postgres", "CREATE ROLE rs_e_owner");
        var properties = new DatabaseProperties
        {
            Owner = "rs_e_owner", Encoding = "SQL_ASCII", LocaleProvider = "libc", Collate = "C", CType = "C", Comment = "from the manifest",
            Settings = [new DatabaseSetting(null, "work_mem", "9MB")],
        };
        var result = await _restoring.RunAsync("rs_e", new SqlContent { Facts = SqlContent.Proven("rs_e", properties) });
        Assert.Equal("restored", await _databases.WhichAsync("rs_e"));
        Assert.Equal("from the manifest", await _databases.CommentOfAsync("rs_e"));
        Assert.Equal("SQL_ASCII rs_e_owner", await postgres.ScalarAsync("postgres",
            "SELECT pg_encoding_to_char(encoding) || ' ' || pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'rs_e'"));
        Assert.Null(result.PreviousDatabase);
        Assert.Null(result.MeasuredDataLoss);
    }

    [Fact]
    public async Task Swap_StatementsOfTheDumpAboutTheDatabase_AreApplied()
    {
        await _databases.CreateAsync("rs_f", "old");
        await _databases.CommentAsync("rs_f", "old comment");
        DatabaseStatement[] statements =
        [
            Statement("COMMENT ON DATABASE ", " IS 'comment of the dump'"), Statement("ALTER DATABASE ", " SET work_mem = '7MB'"),
            Statement("ALTER DATABASE ", " SET default_transaction_read_only = 'on'"),
        ];
        await _restoring.RunAsync("rs_f", new SqlContent { Facts = new SqlContent().Facts with { DatabaseStatements = statements } });
        Assert.Equal("comment of the dump", await _databases.CommentOfAsync("rs_f"));
        Assert.Equal("{work_mem=7MB}", await postgres.ScalarAsync("postgres",
            "SELECT setconfig FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = 'rs_f'"));
    }

    [Fact]
    public async Task Swap_FiftyClientsReconnecting_Succeeds()
    {
        await _databases.CreateAsync("rs_g", "old");
        await using var clients = new ReconnectingClients(postgres, "rs_g", "INSERT INTO public.which DEFAULT VALUES", 50);
        await clients.WaitForSessionsAsync(50);
        var result = await _restoring.RunAsync("rs_g");
        await clients.WaitForSessionsAsync(25);
        Assert.Equal("restored", await _databases.WhichAsync("rs_g"));
        Assert.Equal("old", await _databases.WhichAsync(result.PreviousDatabase!));
    }

    [Theory]
    [InlineData("rs_ășțâîăășțâîăășțâîăășțâîăășț")]
    [InlineData("rs \"quoted\"; DROP DATABASE x; --'$$\\ @p :q $1 %I")]
    [InlineData("rs\nnew\tline 😀😀😀😀😀😀😀😀😀😀😀")]
    public async Task Swap_AnyName_IsRestoredAndUndone(string name)
    {
        while (Encoding.UTF8.GetByteCount(name) < 63) name += "x";
        Assert.Equal(63, Encoding.UTF8.GetByteCount(name));
        await _databases.CreateAsync(name, "old");
        await _databases.CommentAsync(name, "it's \\ \"mine\"\n😀");
        var result = await _restoring.RunAsync(name);
        Assert.Equal("restored", await _databases.WhichAsync(name));
        Assert.Equal("old", await _databases.WhichAsync(result.PreviousDatabase!));
        Assert.Equal("it's \\ \"mine\"\n😀", await _databases.CommentOfAsync(name));
        var undo = new UndoOperation(new TestDeployment(postgres, name));
        await undo.RunAsync(await undo.PrepareAsync(null, Token), NullObserver.Instance, Token);
        Assert.Equal("old", await _databases.WhichAsync(name));
    }

    [Fact]
    public async Task Swap_ProofFails_DropsTheNewOneAndNeverStopsAnything()
    {
        await _databases.CreateAsync("rs_h", "old");
        var services = new RecordingServices("backend");
        var error = await Assert.ThrowsAsync<DrException>(() => _restoring.RunAsync("rs_h", new SqlContent { Outcome = ProofOutcome.Failed }, services: services));
        Assert.Equal("ProofFailed", error.Id);
        Assert.Contains("public.which: made up", error.Message, StringComparison.Ordinal);
        Assert.Equal(["rs_h"], await _databases.NamesAsync("rs_h"));
        Assert.Empty(services.Calls);
    }

    [Fact]
    public async Task Swap_LoadFails_DropsTheNewOne()
    {
        await _databases.CreateAsync("rs_i", "old");
        await Assert.ThrowsAsync<PostgresErrorException>(() => _restoring.RunAsync("rs_i", new SqlContent { Sql = "SELECT 1/0" }));
        Assert.Equal(["rs_i"], await _databases.NamesAsync("rs_i"));
        Assert.Equal("old", await _databases.WhichAsync("rs_i"));
    }

    [Fact]
    public async Task Swap_PropertyThatTheServerRefuses_FailsBeforeLoading()
    {
        var properties = new DatabaseProperties
        {
            Owner = "eventlink", Encoding = "UTF8", LocaleProvider = "libc", Collate = "C", CType = "C", Settings = [new DatabaseSetting(null, "no_such_parameter", "1")],
        };
        var loaded = false;
        var content = new SqlContent
        {
            Facts = SqlContent.Proven("rs_j", properties),
            OnLoaded = () =>
            {
                loaded = true;
                return Task.CompletedTask;
            },
        };
        await Assert.ThrowsAsync<PostgresErrorException>(() => _restoring.RunAsync("rs_j", content));
        Assert.False(loaded);
        Assert.Empty(await _databases.NamesAsync("rs_j"));
    }

    [Fact]
    public async Task Swap_OldDatabaseIsAnotherOneMeanwhile_ChangesNothing()
    {
        await _databases.CreateAsync("rs_k", "old");
        var content = new SqlContent
        {
            OnLoaded = async () =>
            {
                await postgres.ExecuteAsync("postgres", "ALTER DATABASE rs_k RENAME TO rs_k_moved");
                await _databases.CreateAsync("rs_k", "somebody else's".Replace("'", "", StringComparison.Ordinal));
            },
        };
        var services = new RecordingServices("backend");
        var error = await Assert.ThrowsAsync<DrException>(() => _restoring.RunAsync("rs_k", content, services: services));
        Assert.Equal("SwapFailed", error.Id);
        Assert.Equal("somebody elses", await _databases.WhichAsync("rs_k"));
        Assert.Equal(["rs_k", "rs_k_moved"], await _databases.NamesAsync("rs_k"));
        Assert.Equal(["backend"], services.Running);
    }

    [Fact]
    public async Task Swap_ServicesDoNotStart_KeepsTheNewOneAndNamesUndo()
    {
        await _databases.CreateAsync("rs_l", "old");
        var services = new RecordingServices("backend") { StartFails = new DrException(ErrorTable.ServiceUnhealthy, "backend is not healthy") };
        var error = await Assert.ThrowsAsync<DrException>(() => _restoring.RunAsync("rs_l", services: services));
        Assert.Equal("ServiceUnhealthy", error.Id);
        Assert.Contains("Undo-EventLinkRestore", error.Remedy, StringComparison.Ordinal);
        Assert.Equal("restored", await _databases.WhichAsync("rs_l"));
        Assert.Equal(2, (await _databases.NamesAsync("rs_l")).Count);
    }

    [Fact]
    public async Task Swap_TwoAtOnce_TheSecondIsRefused()
    {
        await _databases.CreateAsync("rs_m", "old");
        DrException? second = null;
        var content = new SqlContent { OnLoaded = async () => second = await Assert.ThrowsAsync<DrException>(() => _restoring.RunAsync("rs_m")) };
        await _restoring.RunAsync("rs_m", content);
        Assert.Equal("RestoreInProgress", second?.Id);
        Assert.Equal(2, (await _databases.NamesAsync("rs_m")).Count);
    }

    private static DatabaseStatement Statement(string before, string after) =>
        new(before, after, new DumpStatement { Kind = StatementKind.Database, Verb = "" }, new DumpPlace(null, 1));

    private async Task<string> DatabasePartAsync(string database) => Varying().Replace(await postgres.PgDumpAsync(database, "-C", "--schema-only", "--exclude-table=public.which"), "");

    [GeneratedRegex(@"^\\(un)?restrict .*$", RegexOptions.Multiline)]
    private static partial Regex Varying();
}
