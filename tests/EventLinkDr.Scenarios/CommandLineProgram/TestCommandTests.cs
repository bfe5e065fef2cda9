using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.CommandLineProgram;

public sealed class TestCommandTests(PostgresFixture postgres) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Test_TheNewestOfADirectory_LeavesAProofThatListShows()
    {
        await BackUpAsync();
        var tested = await CommandLine.RunAsync(["test", _directory.Path, "--level", "content", "--json"]);
        Assert.Equal(0, tested.ExitCode);
        var result = JsonDocument.Parse(tested.Output).RootElement;
        Assert.True(result.GetProperty("passed").GetBoolean());
        Assert.False(result.GetProperty("backup").TryGetProperty("manifest", out _));
        Assert.Contains("Content passed", (await CommandLine.RunAsync(["list", "--path", _directory.Path])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_ADamagedBackup_HasTheExitCodeOfItsError()
    {
        var file = _directory.File(await BackUpAsync());
        var bytes = await File.ReadAllBytesAsync(file, Token);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Token);
        var tested = await CommandLine.RunAsync(["test", file, "--json"]);
        Assert.Equal((int)ExitCode.BadBackup, tested.ExitCode);
        Assert.Contains("error [BackupCorrupt]: ", tested.Error, StringComparison.Ordinal);
        var result = JsonDocument.Parse(tested.Output).RootElement;
        Assert.Equal("BackupCorrupt", result.GetProperty("error").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Test_WhatIf_LeavesNoProof()
    {
        await BackUpAsync();
        var before = _directory.Files;
        var tested = await CommandLine.RunAsync(["test", _directory.Path, "--what-if"]);
        Assert.Equal(0, tested.ExitCode);
        Assert.Equal(before, _directory.Files);
    }

    private async Task<string> BackUpAsync()
    {
        var database = await postgres.CreateDatabaseAsync("cli");
        await SampleDatabase.FillAsync(postgres.Server, database, 0.005, NullObserver.Instance, Token);
        var made = await CommandLine.RunAsync(["backup", "--path", _directory.Path + "/", "--json"], CommandLine.Reach(postgres.Cluster.Target, database));
        return JsonDocument.Parse(made.Output).RootElement.GetProperty("backup").GetProperty("name").GetString()!;
    }
}
