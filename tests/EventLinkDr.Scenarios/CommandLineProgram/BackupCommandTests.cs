using System.Diagnostics;
using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.Postgres;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.CommandLineProgram;

public sealed class BackupCommandTests(PostgresFixture postgres) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Backup_ThenList_ShowsItComplete()
    {
        var database = await FilledAsync();
        var made = await RunAsync(database, "backup", "--path", _directory.Path + "/", "--json");
        Assert.Equal(0, made.ExitCode);
        var backup = JsonDocument.Parse(made.Output).RootElement.GetProperty("backup");
        var name = backup.GetProperty("name").GetString()!;
        Assert.Equal([name.Replace(".sql.gz", ".manifest.json", StringComparison.Ordinal), name], _directory.Files);
        var listed = await RunAsync(database, "list", "--path", _directory.Path);
        Assert.Contains($"{name}  ", listed.Output, StringComparison.Ordinal);
        Assert.Contains("Complete", listed.Output, StringComparison.Ordinal);
        Assert.Contains(SampleOperations.Revision, listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_WhatIf_WritesNothing()
    {
        var result = await RunAsync(await FilledAsync(), "backup", "--path", _directory.Path + "/", "--what-if");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Create", result.Output, StringComparison.Ordinal);
        Assert.Empty(_directory.Files);
    }

    [Fact]
    public async Task Backup_NoTerminal_ShowsNoProgress()
    {
        var result = await RunAsync(await FilledAsync(), "backup", "--path", _directory.Path + "/");
        Assert.DoesNotContain('\r', result.Output + result.Error);
        Assert.DoesNotContain('\u001b', result.Output + result.Error);
    }

    [Fact]
    public async Task Backup_Quiet_WritesNothingWhenAllIsWell()
    {
        var result = await RunAsync(await FilledAsync(), "backup", "--path", _directory.Path + "/", "--quiet");
        Assert.Equal((0, "", ""), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public async Task Backup_OfADatabaseThatIsNotThere_HasItsOwnExitCode()
    {
        var result = await RunAsync("no_such_database", "backup", "--path", _directory.Path + "/", "--json");
        Assert.Equal((int)ExitCode.Precondition, result.ExitCode);
        Assert.StartsWith("error [DatabaseNotFound]: ", result.Error, StringComparison.Ordinal);
        Assert.Equal("DatabaseNotFound", JsonDocument.Parse(result.Output).RootElement.GetProperty("error").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Backup_OfAServerThatIsNotThere_IsUnreachable()
    {
        var environment = CommandLine.Reach(postgres.Cluster.Target with { Port = 1 }, "eventlink");
        var result = await CommandLine.RunAsync(["backup", "--path", _directory.Path + "/"], environment);
        Assert.Equal((int)ExitCode.Unreachable, result.ExitCode);
        Assert.StartsWith("error [ServerUnreachable]: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(postgres.Cluster.Target.Password!, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Backup_Stopped_LeavesNothing_AndSaysSo(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals");
        var database = await FilledAsync();
        await using var blocker = await postgres.Server.OpenAsync(new SessionOptions(database), Token);
        // The backup waits for this lock, however fast the machine is.
        await blocker.ExecuteAsync("BEGIN; LOCK TABLE public.users IN ACCESS EXCLUSIVE MODE", Token);
        using var process = CommandLine.Start(["backup", "--path", _directory.Path + "/"], CommandLine.Reach(postgres.Cluster.Target, database));
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(Token);
        while (await postgres.ScalarAsync(database, "SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())") == "0")
        {
            Assert.False(process.HasExited);
            await Task.Delay(50, Token);
        }

        using (Process.Start("kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])) { }
        await process.WaitForExitAsync(Token);
        Assert.Equal((int)ExitCode.Cancelled, process.ExitCode);
        Assert.Contains("error [Cancelled]: ", await error, StringComparison.Ordinal);
        Assert.Empty(_directory.Files);
    }

    private async Task<string> FilledAsync()
    {
        var database = await postgres.CreateDatabaseAsync("cli");
        await SampleDatabase.FillAsync(postgres.Server, database, 0.005, NullObserver.Instance, Token);
        return database;
    }

    private Task<ProgramResult> RunAsync(string database, params string[] arguments) =>
        CommandLine.RunAsync(arguments, CommandLine.Reach(postgres.Cluster.Target, database));
}
