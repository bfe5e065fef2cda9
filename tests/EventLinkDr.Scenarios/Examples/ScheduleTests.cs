using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Examples;

/// <summary>The night and the week of <c>examples/</c>, run for real: a database, a directory here and one elsewhere, and somebody who is told.</summary>
public sealed partial class ScheduleTests(PostgresFixture postgres) : IDisposable
{
    private static readonly string Examples = Path.Combine(Root(), "examples");

    private readonly TemporaryDirectory _directory = new();
    private readonly HttpListener _listener = new();
    private readonly List<JsonElement> _notices = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Backups => _directory.File("backups/");

    private string Offsite => _directory.File("offsite");

    public void Dispose()
    {
        _listener.Close();
        _directory.Dispose();
    }

    [Fact]
    public async Task NightAndWeek_OnADatabase_BackUpCopyKeepProveAndTell()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the scripts are for a Unix shell");
        var database = await postgres.CreateDatabaseAsync("schedule");
        await SampleDatabase.FillAsync(postgres.Server, database, 0.005, NullObserver.Instance, Token);
        // A history: what the policy lets go is really let go.
        foreach (var day in Enumerable.Range(10, 4)) SampleBackup.Create(database, DateTimeOffset.UtcNow.AddDays(-day), rows: 4).Save(Backups);
        var environment = Listen(CommandLine.Reach(postgres.Cluster.Target, database));

        var first = await RunAsync("schedule/nightly.sh", environment);
        // No proof yet: the measurement says so, and the night does not pass for a good one.
        Assert.True(first.ExitCode == (int)ExitCode.NotProven, first.Error);
        Assert.Contains("newest proof of level Restore is not there", first.Error, StringComparison.Ordinal);
        var weekly = await RunAsync("schedule/weekly.sh", environment);
        Assert.True(weekly.ExitCode == 0, weekly.Error);
        var second = await RunAsync("schedule/nightly.sh", environment);
        Assert.True(second.ExitCode == 0, second.Error);

        var here = await new BackupCatalog(new DirectoryStore(Backups)).ListAsync(BackupFilter.All, Token);
        var there = await new BackupCatalog(new DirectoryStore(Offsite)).ListAsync(BackupFilter.All, Token);
        Assert.Equal(2, here.Count(set => set.Time > DateTimeOffset.UtcNow.AddHours(-1)));
        Assert.All(there, set => Assert.Equal(BackupState.Complete, set.State));
        Assert.Contains(there, set => set.Proof is { Level: VerificationLevel.Restore, Passed: true });
        Assert.Equal([("recovery-point", "Failed"), ("recovery-point", "Succeeded")], Told());
    }

    [Fact]
    public async Task Night_WithoutAServer_FailsTellsAndRemovesNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the scripts are for a Unix shell");
        foreach (var day in Enumerable.Range(1, 9)) SampleBackup.Create("gone", DateTimeOffset.UtcNow.AddDays(-day), rows: 4).Save(Backups);
        var reach = CommandLine.Reach(postgres.Cluster.Target, "gone");
        reach["PGPORT"] = "1";

        var night = await RunAsync("schedule/nightly.sh", Listen(reach));

        Assert.Equal((int)ExitCode.Unreachable, night.ExitCode);
        Assert.Equal(9, Directory.GetFiles(Backups, "*.sql.gz").Length);
        Assert.False(Directory.Exists(Offsite));
        Assert.Equal([("backup", "Failed")], Told());
        Assert.Equal("ServerUnreachable", _notices[0].GetProperty("errors")[0].GetProperty("id").GetString());
    }

    [Fact]
    public void Units_Containers_StartTheScriptsThatAreThere()
    {
        foreach (var unit in Directory.EnumerateFiles(Path.Combine(Examples, "systemd"), "*.service"))
            foreach (var script in ScriptOfUnit().Matches(File.ReadAllText(unit)).Select(match => match.Groups[1].Value)) Assert.True(File.Exists(Path.Combine(Examples, script)), $"{unit}: {script}");
        foreach (var timer in Directory.EnumerateFiles(Path.Combine(Examples, "systemd"), "*.timer")) Assert.True(File.Exists(Path.ChangeExtension(timer, ".service")), timer);
        var image = File.ReadAllText(Path.Combine(Examples, "container", "Dockerfile"));
        foreach (var source in CopyInImage().Matches(image).SelectMany(match => match.Groups[1].Value.Split(' ')).Where(path => path.StartsWith("examples/", StringComparison.Ordinal)))
            Assert.True(File.Exists(Path.Combine(Root(), source)), source);
        foreach (var job in JobInCrontab().Matches(File.ReadAllText(Path.Combine(Examples, "container", "crontab"))).Select(match => match.Groups[1].Value))
            Assert.Contains("examples/schedule/" + job, image, StringComparison.Ordinal);
    }

    private List<(string?, string?)> Told() => [.. _notices.Select(notice => (notice.GetProperty("operation").GetString(), notice.GetProperty("outcome").GetString()))];

    private Dictionary<string, string?> Listen(IReadOnlyDictionary<string, string?> reach)
    {
        var port = FreePort();
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _ = TakeAsync();
        var programs = _directory.File("bin");
        Directory.CreateDirectory(programs);
        var program = Path.Combine(programs, "eventlinkdr");
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "eventlinkdr.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new Dictionary<string, string?>(reach)
        {
            ["PATH"] = programs + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"), ["BACKUPS"] = Backups, ["OFFSITE"] = Offsite, ["ZONE"] = "Europe/Bucharest",
            ["EVENTLINKDR_NOTIFY_URI"] = $"http://127.0.0.1:{port}/hook", ["EVENTLINKDR_STATE_DIR"] = _directory.File("state"),
            ["DRILL_SCALE"] = "0.02",
        };
    }

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                var request = await _listener.GetContextAsync();
                using (var body = await JsonDocument.ParseAsync(request.Request.InputStream)) _notices.Add(body.RootElement.Clone());
                request.Response.StatusCode = 204;
                request.Response.Close();
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task<ProgramResult> RunAsync(string script, Dictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _directory.Path };
        start.ArgumentList.Add(Path.Combine(Examples, script));
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Token);
        var error = process.StandardError.ReadToEndAsync(Token);
        await process.WaitForExitAsync(Token);
        return new ProgramResult(process.ExitCode, await output, await error);
    }

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "EventLinkDr.sln"))) directory = directory.Parent!;
        return directory.FullName;
    }

    [GeneratedRegex("ExecStart=/opt/eventlinkdr/(\\S+)")]
    private static partial Regex ScriptOfUnit();

    [GeneratedRegex(@"(?m)^COPY (.*) \S+$")]
    private static partial Regex CopyInImage();

    [GeneratedRegex(@"(?m) root (\S+[.]sh)")]
    private static partial Regex JobInCrontab();
}
