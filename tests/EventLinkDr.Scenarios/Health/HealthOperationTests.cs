using System.Net.Http.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting.Api;
using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.Operations.Health;
using EventLinkDr.Postgres;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Health;

public sealed class HealthOperationTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Email = "probe@example.ro", Password = "probe-password-1";

    private readonly TemporaryDirectory _directory = new();
    private string _database = "";
    private BackendProcess _backend = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync("health");
        await SampleDatabase.FillAsync(postgres.Server, _database, 0.02, NullObserver.Instance, Token);
        await postgres.ExecuteAsync(_database, "UPDATE public.events SET start_time = now() + interval '30 days', status = 'published'");
        _backend = await BackendProcess.StartAsync(postgres.Target(_database));
        using var http = new HttpClient();
        using var answer = await http.PostAsJsonAsync(new Uri(_backend.Root, "register"),
            new { email = Email, password = Password, confirm_password = Password, full_name = "Probe" }, Token);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await _backend.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task Run_AHealthyDeployment_PassesEveryCheck_AndLeavesNothingBehind()
    {
        var backup = await BackUpAsync();
        var before = await FingerprintAsync();
        var report = await RunAsync(Options with { Backup = backup, CodeRevision = backup.Revision, TestRegistration = true });
        Assert.Equal("", string.Join("; ", report.Checks.Where(check => check.Status != HealthStatus.Pass).Select(check => $"{check.Name}: {check.Detail}")));
        Assert.True(report.Healthy);
        Assert.Equal(before, await FingerprintAsync());
    }

    [Fact]
    public async Task Run_ARegistrationTakenBackBefore_IsPutBackAsItWas()
    {
        var user = await postgres.ScalarAsync(_database, $"SELECT id FROM public.users WHERE email = '{Email}'");
        await postgres.ExecuteAsync(_database,
            $"INSERT INTO public.registrations (user_id, event_id, registration_time, attended, deleted_at) SELECT {user}, id, '2026-01-01', false, '2026-01-02' FROM public.events");
        var before = await FingerprintAsync();
        var report = await RunAsync(Options with { TestRegistration = true });
        Assert.Equal(HealthStatus.Pass, report.Checks.Single(check => check.Name == "Registration").Status);
        Assert.Equal(before, await FingerprintAsync());
    }

    [Fact]
    public async Task Run_AnEmptyDatabase_FailsThoughTheApiIsGreen()
    {
        var backup = await BackUpAsync();
        await postgres.ExecuteAsync(_database, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        var report = await RunAsync(Options with { Backup = backup });
        Assert.Equal(HealthStatus.Pass, Find(report, "Api").Status);
        Assert.Equal(HealthStatus.Fail, Find(report, "SchemaRevision").Status);
        Assert.Equal(HealthStatus.Fail, Find(report, "Tables").Status);
        Assert.False(report.Healthy);
    }

    [Fact]
    public async Task Run_OneTableEmptied_NamesIt()
    {
        var backup = await BackUpAsync();
        await postgres.ExecuteAsync(_database, "TRUNCATE public.registrations");
        var report = await RunAsync(Options with { Backup = backup });
        Assert.Contains("public.registrations", Find(report, "Rows").Detail, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Fail, Find(report, "Rows").Status);
    }

    [Fact]
    public async Task Run_CodeAheadOfTheDatabase_Fails()
    {
        var report = await RunAsync(Options with { CodeRevision = "0022_probe_notes" });
        Assert.Equal(HealthStatus.Fail, Find(report, "SchemaRevision").Status);
    }

    [Fact]
    public async Task Run_WrongProbePassword_SaysSoWithoutNamingIt()
    {
        var report = await RunAsync(Options with { ProbePassword = "not-the-password" });
        var login = Find(report, "Login");
        Assert.Equal(HealthStatus.Fail, login.Status);
        Assert.DoesNotContain("not-the-password", report.ToString() + login, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AfterConnectionsWereCut_ToleratesTheOneFailedRequest()
    {
        await RunAsync(Options);
        await postgres.ExecuteAsync("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_database}'");
        Assert.Equal(HealthStatus.Pass, Find(await RunAsync(Options), "EventList").Status);
    }

    [Fact]
    public async Task Run_ApiDown_FailsWithinItsRetries_AndTheDatabaseIsLookedAtAllTheSame()
    {
        await _backend.DisposeAsync();
        var report = await RunAsync(Options);
        Assert.Equal(HealthStatus.Fail, Find(report, "Api").Status);
        Assert.Equal(HealthStatus.Pass, Find(report, "DatabaseWritable").Status);
        Assert.Equal(HealthStatus.Skip, Find(report, "EventList").Status);
    }

    [Fact]
    public async Task Run_ATableThatSomebodyHolds_IsAFindingAndNoWait()
    {
        var backup = await BackUpAsync();
        await using var session = await postgres.Server.OpenAsync(new SessionOptions(_database), Token);
        await session.ExecuteAsync("BEGIN; LOCK TABLE public.tags IN ACCESS EXCLUSIVE MODE", Token);
        var report = await RunAsync(Options with { Backup = backup, Timeout = TimeSpan.FromSeconds(1) });
        Assert.Equal(HealthStatus.Pass, Find(report, "Tables").Status);
        Assert.Equal(HealthStatus.Fail, Find(report, "Rows").Status);
    }

    [Fact]
    public async Task Run_StoppedInTheMiddle_PutsTheTracesBackAllTheSame()
    {
        var before = await FingerprintAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var options = Options with { TestRegistration = true };
        var check = new StudentCheck(new TestDeployment(postgres, _database), new EventLinkApi(_backend.Root, options.Timeout, 0, TimeProvider.System), options);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var result in check.LookAsync(stop.Token))
                if (result.Name == "Login") await stop.CancelAsync();
        });
        Assert.Equal(before, await FingerprintAsync());
    }

    [Fact]
    public async Task Run_UnderAWriteFence_ExpectsNoWrites()
    {
        await postgres.ExecuteAsync("postgres", $"ALTER DATABASE {_database} SET default_transaction_read_only = on");
        Assert.Equal(HealthStatus.Fail, Find(await RunAsync(Options with { ProbeEmail = null }), "DatabaseWritable").Status);
        Assert.Equal(HealthStatus.Pass, Find(await RunAsync(Options with { ExpectWriteFence = true }), "WriteFence").Status);
    }

    private HealthOptions Options => new() { Api = _backend.Root, ProbeEmail = Email, ProbePassword = Password, Retries = 2, Timeout = TimeSpan.FromSeconds(5) };

    private Task<HealthReport> RunAsync(HealthOptions options) =>
        new HealthOperation(new TestDeployment(postgres, _database)).RunAsync(options, NullObserver.Instance, Token);

    private static HealthCheckResult Find(HealthReport report, string name) => report.Checks.Single(check => check.Name == name);

    private async Task<BackupManifest> BackUpAsync()
    {
        var operation = new BackupOperation(new TestDeployment(postgres, _database), new DirectoryStore(_directory.Path));
        return (await operation.RunAsync(await operation.PrepareAsync(new BackupOptions(), Token), NullObserver.Instance, Token)).Backup.Manifest!;
    }

    private async Task<string?> FingerprintAsync() => await postgres.ScalarAsync(_database,
        """
        SELECT md5(string_agg(line, ',' ORDER BY line)) FROM (
          SELECT 'u' || u::text FROM public.users u UNION ALL SELECT 'r' || r::text FROM public.registrations r
          UNION ALL SELECT 'a' || a::text FROM public.audit_logs a UNION ALL SELECT 'j' || j::text FROM public.background_jobs j) AS t (line)
        """);
}
