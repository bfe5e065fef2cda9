using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.CommandLineProgram;

public sealed class RetentionCommandTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<string> _names;

    public RetentionCommandTests() =>
        _names = [.. Enumerable.Range(0, 4).Select(day => Path.GetFileName(SampleBackup.Create(time: DateTimeOffset.UtcNow.AddHours(-1).AddDays(-day), rows: 4).Save(_directory.Path)))];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Remove_WhatIf_PrintsTheTableAndRemovesNothing()
    {
        var before = _directory.Files;
        var run = await RunAsync("remove", "--path", _directory.Path, "--keep-last", "1", "--keep-within", "30h", "--time-zone", "Europe/Bucharest", "--what-if");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches($"Keep +{_names[1]} .*within 1 d 06 h of the newest", run.Output);
        Assert.Matches($"Drop +{_names[3]} .*no rule keeps it", run.Output);
        Assert.Contains("time zone Europe/Bucharest", run.Output, StringComparison.Ordinal);
        Assert.Equal(before, _directory.Files);
    }

    [Fact]
    public async Task Remove_ByPolicyThenByName_SaysWhatWentAsJson()
    {
        var removed = await RunAsync("remove", "--path", _directory.Path, "--keep-last", "2", "--yes", "--json");
        Assert.Equal(0, removed.ExitCode);
        Assert.Equal([_names[3], _names[2]], JsonDocument.Parse(removed.Output).RootElement.GetProperty("removed").EnumerateArray().Select(set => set.GetProperty("name").GetString()));

        Assert.Equal(0, (await RunAsync("remove", _names[1], "--path", _directory.Path, "--yes")).ExitCode);
        Assert.Equal(2, _directory.Files.Count);
    }

    [Theory]
    [InlineData(ExitCode.Declined, "ConfirmationNeeded", "--keep-last", "1")]
    [InlineData(ExitCode.Usage, "RetentionPolicyEmpty", "--yes")]
    [InlineData(ExitCode.Usage, "RetentionPolicyEmpty", "--keep-last", "0", "--yes")]
    [InlineData(ExitCode.Precondition, "RetentionLeavesNothing", "*", "--yes")]
    [InlineData(ExitCode.Precondition, "RetentionLeavesNothing", "--keep-last", "1", "--require-proof", "Restore", "--yes")]
    [InlineData(ExitCode.Usage, "OptionsInvalid", "--keep-last", "1", "--time-zone", "Mars/Olympus", "--yes")]
    [InlineData(ExitCode.Usage, "CommandLineInvalid", "--keep-within", "7", "--yes")]
    [InlineData(ExitCode.Usage, "NotifyUriInvalid", "--keep-last", "1", "--notify-uri", "nowhere", "--yes")]
    public async Task Remove_WhatMustNotBe_HasItsExitCodeAndRemovesNothing(ExitCode code, string id, params string[] arguments)
    {
        var before = _directory.Files;
        var run = await RunAsync(["remove", "--path", _directory.Path, .. arguments]);

        Assert.Equal((int)code, run.ExitCode);
        Assert.Contains($"error [{id}]", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, _directory.Files);
    }

    [Fact]
    public async Task Pin_ThenRemove_KeepsItUntilItIsUnpinned()
    {
        var oldest = _directory.File(_names[3]);
        Assert.Equal($"{_names[3]} is pinned", (await RunAsync("pin", oldest, "--reason", "audit")).Output.Trim());
        await RunAsync("remove", "--path", _directory.Path, "--keep-last", "1", "--yes");
        Assert.True(File.Exists(oldest));

        var refused = await RunAsync("remove", _names[3], "--path", _directory.Path, "--yes");
        Assert.Contains("error [BackupPinned]", refused.Error, StringComparison.Ordinal);
        Assert.Contains("eventlinkdr unpin", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("unpin", oldest)).ExitCode);
        Assert.Equal(0, (await RunAsync("remove", _names[3], "--path", _directory.Path, "--yes")).ExitCode);
        Assert.False(File.Exists(oldest));
    }

    [Fact]
    public async Task RecoveryPoint_IsAnExitCodeForMonitoring()
    {
        var good = await RunAsync("recovery-point", "--path", _directory.Path, "--rpo", "24h", "--json");
        Assert.Equal(0, good.ExitCode);
        Assert.True(JsonDocument.Parse(good.Output).RootElement[0].GetProperty("met").GetBoolean());

        var late = await RunAsync("recovery-point", "--path", _directory.Path, "--rpo", "30m", "--off-host-objective", "2d");
        Assert.Equal((int)ExitCode.NotProven, late.ExitCode);
        Assert.Contains("do NOT hold", late.Output, StringComparison.Ordinal);
        Assert.Contains("off this host is not there", late.Error, StringComparison.Ordinal);
    }

    private static Task<ProgramResult> RunAsync(params string[] arguments) => CommandLine.RunAsync(arguments, new Dictionary<string, string?> { ["EVENTLINKDR_NOTIFY_URI"] = null });
}
