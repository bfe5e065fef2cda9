using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Drill;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Drill;

/// <summary>Drills, each with a temporary directory of its own, so that whatever one leaves behind is seen.</summary>
public sealed class DrillTests : IDisposable
{
    private readonly PostgresFixture _postgres;
    private readonly TemporaryDirectory _directory = new();

    public DrillTests(PostgresFixture postgres)
    {
        _postgres = postgres;
        // The server's own user has to get into it.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_directory.Path, File.GetUnixFileMode(_directory.Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Dictionary<string, string?> Environment => new() { ["TMPDIR"] = _directory.Path, ["TEMP"] = _directory.Path, ["DOCKER_HOST"] = "unix:///nonexistent/docker.sock" };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Drill_Json_TellsAProvenRecovery_AndLeavesNothing()
    {
        var result = await CommandLine.RunAsync(["drill", "--scale", "0.05", "--json"], Environment);
        Assert.True(result.ExitCode == 0, result.Error);
        var drill = JsonDocument.Parse(result.Output).RootElement;
        Assert.True(drill.GetProperty("passed").GetBoolean());
        Assert.Equal("Proven", drill.GetProperty("proof").GetString());
        Assert.Equal(20, drill.GetProperty("tables").GetInt32());
        Assert.Equal(SampleDatabase.Tables.Sum(table => (long)table.Rows(new SampleSize(0.05))), drill.GetProperty("rows").GetInt64());
        Assert.Equal(
            ["start a server", "fill a sample database", "sum up every table", "back up", "destroy the database", "recover", "compare row for row", "remove everything"],
            drill.GetProperty("phases").EnumerateArray().Select(phase => phase.GetProperty("name").GetString()));
        Assert.Empty(Left());
    }

    [Fact]
    public async Task Drill_WithoutJson_ShowsEachPhaseAndTheMeasuredTimes()
    {
        var result = await CommandLine.RunAsync(["drill", "--scale", "0.01", "--jobs", "1"], Environment);
        Assert.True(result.ExitCode == 0, result.Error);
        foreach (var part in new[] { "PASSED", "recover", "compare row for row", "recovery time", "data loss" }) Assert.Contains(part, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drill_Keep_LeavesServerAndBackup_AndSaysHowToReachAndRemoveThem()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "what is kept is reached by a shell's commands");
        var result = await CommandLine.RunAsync(["drill", "--scale", "0.01", "--keep", "--json"], Environment);
        Assert.True(result.ExitCode == 0, result.Error);
        var kept = JsonDocument.Parse(result.Output).RootElement.GetProperty("kept").EnumerateArray().Select(command => command.GetString()!).ToList();
        Assert.Equal(4, kept.Count);
        try
        {
            var reached = await ShellAsync($"{kept[0]} -Atc 'SELECT count(*) > 0 FROM public.users'");
            Assert.Equal("t", reached.Output.Trim());
            var listed = await CommandLine.RunAsync(kept[2].Split(' ')[1..]);
            Assert.Contains("Complete", listed.Output, StringComparison.Ordinal);
        }
        finally
        {
            Assert.Equal(0, (await ShellAsync(kept[1])).ExitCode);
        }

        Assert.Equal(0, (await ShellAsync(kept[3])).ExitCode);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task Drill_WhatIf_StartsNothing()
    {
        var result = await CommandLine.RunAsync(["drill", "--what-if"], Environment);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("a sample EventLink database of about 50 MB", result.Output, StringComparison.Ordinal);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task Drill_Stopped_RemovesServerAndBackup()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals");
        using var process = CommandLine.Start(["drill", "--verbose"], Environment);
        process.StandardInput.Close();
        while (await process.StandardError.ReadLineAsync(Token) is { } line && !line.StartsWith("start a server", StringComparison.Ordinal)) { }
        Assert.NotEmpty(Left());
        var rest = process.StandardError.ReadToEndAsync(Token);
        using (Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)])) { }
        await process.WaitForExitAsync(Token);
        Assert.Equal((int)ExitCode.Cancelled, process.ExitCode);
        Assert.Contains("error [Cancelled]: ", await rest, StringComparison.Ordinal);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task Drill_Killed_IsSweptUpByTheNext()
    {
        using (var killed = CommandLine.Start(["drill", "--verbose"], Environment))
        {
            killed.StandardInput.Close();
            while (await killed.StandardError.ReadLineAsync(Token) is { } line && !line.StartsWith("start a server", StringComparison.Ordinal)) { }
            killed.Kill();
            await killed.WaitForExitAsync(Token);
        }

        var file = Directory.EnumerateFiles(_directory.Path, "postmaster.pid", SearchOption.AllDirectories).Single();
        using var server = Process.GetProcessById(int.Parse((await File.ReadAllLinesAsync(file, Token))[0], CultureInfo.InvariantCulture));
        Assert.False(server.HasExited);
        var result = await CommandLine.RunAsync(["drill", "--scale", "0.01", "--json"], Environment);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains($"removed a PostgreSQL server in {_directory.Path}", result.Error, StringComparison.Ordinal);
        await server.WaitForExitAsync(Token);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task Drill_OfAVersionThatIsNotThere_SaysSo()
    {
        var result = await CommandLine.RunAsync(["drill", "--postgres", "99"], Environment);
        Assert.Equal((int)ErrorTable.NoThrowawayServer.ExitCode, result.ExitCode);
        Assert.StartsWith("error [NoThrowawayServer]: ", result.Error, StringComparison.Ordinal);
        Assert.Empty(Left());
    }

    [Theory]
    [InlineData("UPDATE public.users SET full_name = full_name || ' ' WHERE id = 7", "table public.users")]
    [InlineData("DELETE FROM public.registrations WHERE id = 3", "table public.registrations")]
    [InlineData("SELECT setval('public.users_id_seq', 1)", "sequence public.users_id_seq")]
    [InlineData("DROP INDEX public.ix_events_category", "index public.ix_events_category")]
    [InlineData("ALTER TABLE public.events ALTER COLUMN title DROP NOT NULL", "column public.events.title")]
    public async Task Fingerprint_OfADatabaseThatDiffers_NamesWhatDoes(string change, string named)
    {
        var database = await _postgres.CreateDatabaseAsync("fingerprint");
        await SampleDatabase.FillAsync(_postgres.Server, database, 0.005, NullObserver.Instance, Token);
        var before = await DatabaseFingerprint.TakeAsync(_postgres.Server, database, Token);
        Assert.Empty(before.Compare(await DatabaseFingerprint.TakeAsync(_postgres.Server, database, Token)));
        await _postgres.ExecuteAsync(database, change);
        var difference = Assert.Single(before.Compare(await DatabaseFingerprint.TakeAsync(_postgres.Server, database, Token)));
        Assert.StartsWith(named, difference, StringComparison.Ordinal);
    }

    private static Task<ProgramResult> ShellAsync(string command) => ForeignProgram.RunAsync("/bin/sh", ["-c", command], Token);

    private List<string> Left() => [.. Directory.EnumerateFileSystemEntries(_directory.Path).Where(path => Path.GetFileName(path).StartsWith("eventlinkdr", StringComparison.Ordinal))];
}
