using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.CommandLineProgram;

public sealed class RecoverCommandTests(PostgresFixture postgres) : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private string _database = "";
    private BackupSet _backup = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Journal => _directory.File("recovery.json");

    private Dictionary<string, string?> Reach => new(CommandLine.Reach(postgres.Cluster.Target, _database)) { ["EVENTLINKDR_STATE_DIR"] = _directory.File("state") };

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync("recover");
        await SampleDatabase.FillAsync(postgres.Server, _database, 0.002, NullObserver.Instance, Token);
        _backup = await new Working(postgres, _directory).BackupAsync(_database);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Recover_PausedWithoutATerminal_IsRefused_BeforeAnythingBegins()
    {
        var run = await CommandLine.RunAsync(["recover", _backup.Path, "--yes", "--pause", "--journal", Journal], Reach);
        Assert.Equal((int)ErrorTable.ConfirmationNeeded.ExitCode, run.ExitCode);
        Assert.Contains("standard input is no terminal; nothing was changed", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Journal));
        Assert.Equal(0, (await CommandLine.RunAsync(["recover", _backup.Path, "--what-if", "--pause", "--journal", Journal], Reach)).ExitCode);
    }

    [Fact]
    public async Task Recover_PausedInATerminal_AsksBeforeEachStep_StopsAtNo_AndGoesOn()
    {
        string[] command = ["recover", _backup.Path, "--yes", "--pause", "--jobs", "2", "--journal", Journal];
        // No to the very first question: nothing has begun.
        var declined = await CommandLine.RunInTerminalAsync(command, Reach, "n");
        Assert.True(declined.ExitCode == (int)ErrorTable.ConfirmationNeeded.ExitCode, declined.Output);
        Assert.Contains("FinalBackup: a backup of", declined.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Journal));

        var stopped = await CommandLine.RunInTerminalAsync(command, Reach, "y", "n");
        Assert.True(stopped.ExitCode == (int)ErrorTable.RecoveryStopped.ExitCode, stopped.Output);
        Assert.Contains("told to stop before the step Restore", stopped.Output, StringComparison.Ordinal);
        Assert.Contains("--resume", stopped.Output, StringComparison.Ordinal);

        var resumed = await CommandLine.RunInTerminalAsync([.. command, "--resume"], Reach, "y", "y", "y");
        Assert.True(resumed.ExitCode == 0, resumed.Output);
        Assert.Equal(3, resumed.Output.Split("Go on? [y/N]").Length - 1);
        Assert.Equal("succeeded", JsonDocument.Parse(await File.ReadAllTextAsync(Journal, Token)).RootElement.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Recover_ABackupAndAStandby_ExcludeEachOther()
    {
        var run = await CommandLine.RunAsync(["recover", _backup.Path, "--standby", "db2", "--yes", "--journal", Journal], Reach);
        Assert.Contains("error [OptionsInvalid]", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Journal));
    }
}
