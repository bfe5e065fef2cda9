using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.CommandLineProgram;

/// <summary>As in the cloud sandbox of Azure Automation: no program can be found, so none can be started.</summary>
public sealed class SandboxTests(PostgresFixture postgres) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Operations_ThatStartPrograms_SaySoBeforeTheyBegin()
    {
        var (database, backup) = await BackUpAsync();
        var before = _directory.Files;

        foreach (var arguments in new string[][] { ["drill"], ["test", backup, "--level", "Restore"], ["backup", "--path", _directory.File("new/")] })
        {
            var run = await CommandLine.RunAsync(arguments, InSandbox(database));
            Assert.Equal((int)ExitCode.Precondition, run.ExitCode);
            Assert.Contains("error [SandboxUnsupported]: ", run.Error, StringComparison.Ordinal);
        }

        Assert.Equal(before, _directory.Files);
    }

    [Fact]
    public async Task RestoreTest_OnAServerThatIsNamed_NeedsNoProgram()
    {
        var (database, backup) = await BackUpAsync();
        var connection = $"host={postgres.Cluster.Target.Host} port={postgres.Cluster.Target.Port} user={postgres.Cluster.Target.Username} dbname={database}";
        var run = await CommandLine.RunAsync(["test", backup, "--level", "Restore", "--connection", connection, "--json"], InSandbox(database));

        Assert.True(run.ExitCode == 0, run.Error);
        var result = JsonDocument.Parse(run.Output).RootElement;
        Assert.True(result.GetProperty("passed").GetBoolean());
        Assert.Equal("Restore", result.GetProperty("level").GetString());
    }

    private static string Nowhere => Path.Combine(Path.GetTempPath(), "eventlinkdr-no-programs");

    private Dictionary<string, string?> InSandbox(string database) => new(CommandLine.Reach(postgres.Cluster.Target, database)) { ["EVENTLINKDR_SANDBOX"] = "1", ["PATH"] = Nowhere };

    private async Task<(string Database, string Backup)> BackUpAsync()
    {
        var database = await postgres.CreateDatabaseAsync("sandbox");
        await SampleDatabase.FillAsync(postgres.Server, database, 0.005, NullObserver.Instance, Token);
        var made = await CommandLine.RunAsync(["backup", "--path", _directory.Path + "/", "--json"], CommandLine.Reach(postgres.Cluster.Target, database));
        return (database, _directory.File(JsonDocument.Parse(made.Output).RootElement.GetProperty("backup").GetProperty("name").GetString()!));
    }
}
