using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Recovery;

/// <summary>Recoveries of a bare server: what does not need a compose project.</summary>
public sealed class RecoveryOperationTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private Working _working = null!;
    private string _database = "";
    private BackupSet _backup = null!;
    private IReadOnlyList<string> _digests = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string JournalPath => Path.Combine(_directory.Path, "journal", "recovery.json");

    private RecoveryOptions Options => new() { JournalPath = JournalPath, Jobs = 2 };

    public async ValueTask InitializeAsync()
    {
        _working = new Working(postgres, _directory);
        _database = await postgres.CreateDatabaseAsync("recovery");
        await SampleDatabase.FillAsync(postgres.Server, _database, 0.01, NullObserver.Instance, Token);
        _digests = await _working.DigestsAsync(_database);
        _backup = await _working.BackupAsync(_database);
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Run_ATableDropped_BringsItBack_SavesWhatWasThere_AndMeasures()
    {
        await postgres.ExecuteAsync(_database, "DROP TABLE public.registrations CASCADE");
        var result = await RunAsync(Options with { RpoObjective = TimeSpan.FromHours(1), RtoObjective = TimeSpan.FromTicks(1) });

        Assert.True(result.Succeeded);
        Assert.Equal(ProofOutcome.Proven, result.Proof);
        Assert.Equal(_digests, await _working.DigestsAsync(_database));
        Assert.Equal(RecoveryStepStatus.Done, Step(result, RecoveryStepName.FinalBackup).Status);
        Assert.True(File.Exists(result.FinalBackup));
        Assert.NotNull(result.Restored!.PreviousDatabase);
        Assert.Equal(ObjectiveOutcome.Met, result.RpoOutcome);
        Assert.Equal(ObjectiveOutcome.Missed, result.RtoOutcome);
        Assert.InRange(result.MeasuredDataLoss!.Value, TimeSpan.FromTicks(1), result.Ended - result.BackupTime!.Value);
        Assert.InRange(result.MeasuredRecoveryTime!.Value, TimeSpan.FromTicks(1), result.Ended - result.Begun);
        Assert.Equal("no address of the API is known", result.Health!.Checks.Single(check => check.Name == "Api").Detail);
    }

    [Fact]
    public async Task Run_TheDatabaseDropped_SkipsTheFinalBackup_AndDoesNotInventALoss()
    {
        await postgres.ExecuteAsync("postgres", $"DROP DATABASE {_database}");
        var result = await RunAsync(Options with { RpoObjective = TimeSpan.FromTicks(1) });

        Assert.Equal(_digests, await _working.DigestsAsync(_database));
        var step = Step(result, RecoveryStepName.FinalBackup);
        Assert.Equal((RecoveryStepStatus.Skipped, "the database is away"), (step.Status, step.Detail));
        Assert.Null(result.MeasuredDataLoss);
        Assert.NotNull(result.DataLossAtMost);
        Assert.Equal(ObjectiveOutcome.Unknown, result.RpoOutcome);
        Assert.Null(result.Restored!.PreviousDatabase);
    }

    [Fact]
    public async Task Prepare_ChangesNothing_AndNamesEveryStep()
    {
        var before = await postgres.ScalarAsync("postgres", "SELECT string_agg(datname, ',' ORDER BY datname) FROM pg_database");
        var plan = await PrepareAsync(Options with { SkipSteps = [RecoveryStepName.FinalBackup] });
        Assert.Equal(before, await postgres.ScalarAsync("postgres", "SELECT string_agg(datname, ',' ORDER BY datname) FROM pg_database"));
        Assert.Equal(Enum.GetValues<RecoveryStepName>().Except([RecoveryStepName.Promote]), plan.Schedule.Select(step => step.Name));
        Assert.Equal("on request", plan.Schedule.Single(step => step.Name == RecoveryStepName.FinalBackup).Skipped);
        Assert.False(File.Exists(JournalPath));
    }

    [Theory]
    [InlineData("phase: FinalBackup", 1)]
    [InlineData("phase: Restore", 1)]
    [InlineData("phase: load", 1)]
    [InlineData("phase: analyze", 1)]
    // The swap has been made: it must not be made again.
    [InlineData("milestone: recovery_", 1)]
    [InlineData("milestone: Restore", 1)]
    [InlineData("phase: RevisionCheck", 1)]
    [InlineData("phase: Health", 1)]
    public async Task Run_KilledAnywhere_IsNamed_AndGoneOnWith(string word, int kept)
    {
        await postgres.ExecuteAsync(_database, "DELETE FROM public.event_interactions");
        await Assert.ThrowsAsync<KilledObserver.KilledException>(() => RunAsync(Options, new KilledObserver(heard => heard.StartsWith(word, StringComparison.Ordinal))));

        var refused = await Assert.ThrowsAsync<DrException>(() => PrepareAsync(Options));
        Assert.Equal("RecoveryUnfinished", refused.Id);
        Assert.Equal(_backup.Path, (await FindAsync())?.Backup);

        var result = await RunAsync(Options with { Resume = true });
        Assert.True(result.Succeeded);
        Assert.Equal(1, result.Resumed);
        Assert.Equal(_digests, await _working.DigestsAsync(_database));
        Assert.Equal(kept, int.Parse((await postgres.ScalarAsync("postgres", $"SELECT count(*) FROM pg_database WHERE datname LIKE '{_database}\\_%'"))!));
        Assert.Null(await FindAsync());
        Assert.All(result.Steps, step => Assert.True(step.Status is RecoveryStepStatus.Done or RecoveryStepStatus.Skipped, step.ToString()));
        Assert.NotNull(result.Restored);
    }

    [Fact]
    public async Task Run_AStepFails_StopsThere_SaysWhatToDo_AndGoesOnAfterTheRepair()
    {
        // A backup whose data is damaged inside: found while it is loaded.
        var bytes = await File.ReadAllBytesAsync(_backup.Path, Token);
        var damaged = (byte[])bytes.Clone();
        damaged[bytes.Length / 2] ^= 0xFF;
        var plan = await PrepareAsync(Options);
        await File.WriteAllBytesAsync(_backup.Path, damaged, Token);
        var error = await Assert.ThrowsAsync<DrException>(() => Operation().RunAsync(plan, NullObserver.Instance, Token));
        Assert.Equal("RecoveryStopped", error.Id);
        Assert.Contains("Restore", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Resume", error.Remedy, StringComparison.Ordinal);
        var soFar = Assert.IsType<RecoveryResult>(error.Subject);
        Assert.False(soFar.Succeeded);
        Assert.Equal(RecoveryStepStatus.Failed, Step(soFar, RecoveryStepName.Restore).Status);
        Assert.Equal(RecoveryStepStatus.Pending, Step(soFar, RecoveryStepName.Health).Status);
        Assert.Null(soFar.MeasuredRecoveryTime);
        Assert.Equal(_digests, await _working.DigestsAsync(_database));

        await File.WriteAllBytesAsync(_backup.Path, bytes, Token);
        var result = await RunAsync(Options with { Resume = true });
        Assert.True(result.Succeeded);
        Assert.Equal(soFar.FinalBackup, result.FinalBackup);
    }

    [Fact]
    public async Task Run_ToldToStop_StopsBeforeThatStep_AndStartOverBeginsAnew()
    {
        var plan = await PrepareAsync(Options);
        var operation = new RecoveryOperation(new TestDeployment(postgres, _database), _working.Store)
        {
            Approve = (step, _) => Task.FromResult(step.Name != RecoveryStepName.Restore),
        };
        Assert.Equal("RecoveryStopped", (await Assert.ThrowsAsync<DrException>(() => operation.RunAsync(plan, NullObserver.Instance, Token))).Id);
        Assert.Equal("OptionsInvalid", (await Assert.ThrowsAsync<DrException>(() => PrepareAsync(Options with { Resume = true, StartOver = true }))).Id);
        var result = await RunAsync(Options with { StartOver = true });
        Assert.Equal(0, result.Resumed);
        Assert.Equal("RecoveryNotFound", (await Assert.ThrowsAsync<DrException>(() => PrepareAsync(Options with { Resume = true }))).Id);
    }

    [Fact]
    public async Task Run_Cancelled_SaysSo_WritesItsReport_AndGoesOn()
    {
        using var stop = new CancellationTokenSource();
        var observer = new RecordingObserver { OnPhase = name => { if (name == "load") stop.Cancel(); } };
        var options = Options with { ReportPath = _directory.File("stopped.md") };
        var plan = await PrepareAsync(options);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Operation().RunAsync(plan, observer, stop.Token));
        Assert.Contains(observer.Warnings, warning => warning.Contains("-Resume", StringComparison.Ordinal));
        Assert.Contains("Stopped before its end", await File.ReadAllTextAsync(options.ReportPath, Token), StringComparison.Ordinal);
        var result = await RunAsync(options with { Resume = true });
        Assert.True(result.Succeeded);
        Assert.Contains("**✓ Complete**", await File.ReadAllTextAsync(options.ReportPath, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_AfterARun_EstimatesWithItsTimes()
    {
        await RunAsync(Options);
        var plan = await PrepareAsync(Options);
        Assert.NotNull(plan.Estimate);
        Assert.Contains(plan.Steps, step => step.Description.StartsWith("Restore:", StringComparison.Ordinal) && step.Description.Contains("(about ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_SomebodyElseConnected_CountsTheLossUntilTheSwap()
    {
        await using var other = await postgres.Server.OpenAsync(new Postgres.SessionOptions(_database) { ApplicationName = "psql" }, Token);
        var result = await RunAsync(Options);
        Assert.Equal(result.Restored!.LossUntilSwap, result.MeasuredDataLoss);
    }

    private RecoveryOperation Operation() => new(new TestDeployment(postgres, _database), _working.Store);

    private Task<RecoveryPlan> PrepareAsync(RecoveryOptions options) => Operation().PrepareAsync(_backup, options, NullObserver.Instance, Token);

    private async Task<RecoveryResult> RunAsync(RecoveryOptions options, IOperationObserver? observer = null) =>
        await Operation().RunAsync(await PrepareAsync(options), observer ?? NullObserver.Instance, Token);

    private Task<UnfinishedRecovery?> FindAsync() => RecoveryJournal.FindUnfinishedAsync(postgres.Target(_database), JournalPath, null, Token);

    private static RecoveryStepResult Step(RecoveryResult result, RecoveryStepName name) => result.Steps.Single(step => step.Name == name);
}
