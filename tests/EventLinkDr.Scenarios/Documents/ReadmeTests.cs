using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Documents;

/// <summary>Every command of the README is run, in its order, where a new operator would be: beside a database, with nothing made before.</summary>
public sealed class ReadmeTests(PostgresFixture postgres) : IDisposable
{
    private const string Program = "eventlinkdr ";
    private static readonly string s_page = Path.Combine(SourceTree.Root, "README.md");
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Commands_InTheirOrder_AllSucceed()
    {
        var database = await FilledAsync();
        var commands = CodeBlock.Lines(s_page, "bash").Where(line => line.StartsWith(Program, StringComparison.Ordinal)).ToList();
        Assert.True(commands.Count >= 9, "the README shows fewer commands than an operator needs");
        foreach (var command in commands) await SucceedsAsync(database, command);
        Assert.Equal("true", await postgres.ScalarAsync(database, "SELECT count(*) > 0 FROM public.users"));
    }

    [Fact]
    public async Task CommandsInsteadOfTheOldScripts_InTheirOrder_AllSucceed()
    {
        var database = await FilledAsync();
        var commands = CodeBlock.InTables(s_page);
        Assert.Equal(4, commands.Count);
        Directory.CreateDirectory(_directory.File("backups"));
        foreach (var command in commands) await SucceedsAsync(database, command);
        Assert.True(File.Exists(_directory.File("backups/eventlink-prod.sql.gz")));
        Assert.Equal("true", await postgres.ScalarAsync("eventlink_staging", "SELECT count(*) > 0 FROM public.users"));
    }

    [Fact]
    public async Task BuildCommands_AreTasksTheBuildKnows()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "these are commands of a shell");
        var tasks = CodeBlock.Lines(s_page, "bash").Where(line => line.StartsWith("./build.sh ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]).ToList();
        Assert.Equal(["pack", "drill", "test"], tasks);
        var usage = await ForeignProgram.RunAsync("/bin/sh", ["-c", "bash build.sh no-such-task"], Token, SourceTree.Root);
        Assert.NotEqual(0, usage.ExitCode);
        foreach (var task in tasks) Assert.Contains(task, usage.Output + usage.Error, StringComparison.Ordinal);
        // This one is what a newcomer runs first. "test" is what runs this, and "pack" makes the module that Pester tests.
        var drill = await ForeignProgram.RunAsync("/bin/sh", ["-c", "bash build.sh drill --scale 0.01"], Token, SourceTree.Root);
        Assert.True(drill.ExitCode == 0, drill.Output + drill.Error);
        Assert.Contains("PASSED", drill.Output, StringComparison.Ordinal);
    }

    private async Task SucceedsAsync(string database, string command)
    {
        var environment = CommandLine.Reach(postgres.Cluster.Target, database);
        var result = await CommandLine.RunAsync(command[Program.Length..].Split(' '), environment, _directory.Path);
        Assert.True(result.ExitCode == 0, $"{command}: {result.Output}{result.Error}");
    }

    private async Task<string> FilledAsync()
    {
        var database = await postgres.CreateDatabaseAsync("readme");
        await SampleDatabase.FillAsync(postgres.Server, database, 0.005, NullObserver.Instance, Token);
        return database;
    }
}
