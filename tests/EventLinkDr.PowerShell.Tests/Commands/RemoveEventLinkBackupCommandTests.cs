using EventLinkDr.Model;
using EventLinkDr.Operations.RecoveryPoints;
using EventLinkDr.Operations.Retention;
using EventLinkDr.PowerShell.Tests.Hosting;

namespace EventLinkDr.PowerShell.Tests.Commands;

public sealed class RemoveEventLinkBackupCommandTests : IDisposable
{
    private static readonly DateTimeOffset Monday = new(2026, 5, 4, 7, 45, 0, TimeSpan.Zero);

    private readonly Session _session = new();
    private readonly BackupDirectory _backups = new();
    private readonly List<string> _paths;

    public RemoveEventLinkBackupCommandTests() => _paths = [.. Enumerable.Range(0, 4).Select(day => _backups.Add(Monday.AddDays(-day)))];

    public void Dispose()
    {
        _session.Dispose();
        _backups.Dispose();
    }

    [Fact]
    public void Remove_ByPolicy_KeepsWhatTheRulesKeep()
    {
        var outcome = Run("Remove-EventLinkBackup $directory -KeepLast 2 -PassThru -Confirm:$false");

        Assert.Empty(outcome.Errors);
        Assert.Equal([_paths[3], _paths[2]], outcome.Output.Select(item => ((BackupSet)item.BaseObject).Path));
        Assert.Equal([true, true, false, false], _paths.Select(File.Exists));
    }

    [Fact]
    public void Remove_WhatIf_PrintsTheTableAndRemovesNothing()
    {
        var outcome = Run("Remove-EventLinkBackup $directory -KeepLast 1 -KeepWeekly 2 -TimeZone Europe/Bucharest -WhatIf");

        Assert.Empty(outcome.Output);
        Assert.All(_paths, path => Assert.True(File.Exists(path)));
        var text = _session.Host.Text.ToString();
        Assert.Contains("Keep", text, StringComparison.Ordinal);
        Assert.Contains("weekly 2026-W18 (2 of 2)", text, StringComparison.Ordinal);
        Assert.Contains("time zone Europe/Bucharest", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Remove_PlanOnly_EmitsADecisionForEach()
    {
        var plan = (RemovalPlan)Assert.Single(Run("Remove-EventLinkBackup $directory -KeepLast 1 -PlanOnly").Output).BaseObject;

        Assert.Equal(4, plan.Decisions.Count);
        Assert.All(_paths, path => Assert.True(File.Exists(path)));
    }

    [Fact]
    public void Remove_Piped_RemovesThose()
    {
        var outcome = Run("Get-EventLinkBackup $directory -Before 2026-05-03T00:00:00Z | Remove-EventLinkBackup -Confirm:$false");

        Assert.Empty(outcome.Errors);
        Assert.Equal([true, true, false, false], _paths.Select(File.Exists));
    }

    [Fact]
    public void Remove_PipedWithAPolicy_AppliesItToThoseAlone()
    {
        Run("Get-EventLinkBackup $directory -Before 2026-05-04T00:00:00Z | Remove-EventLinkBackup -KeepLast 1 -Force");

        Assert.Equal([true, true, false, false], _paths.Select(File.Exists));
    }

    [Fact]
    public void Remove_AnEmptyPipeline_RemovesNothing()
    {
        var outcome = Run("Get-EventLinkBackup $directory -Before 2000-01-01T00:00:00Z | Remove-EventLinkBackup -KeepLast 1 -Force");

        Assert.Empty(outcome.Errors);
        Assert.All(_paths, path => Assert.True(File.Exists(path)));
    }

    [Theory]
    [InlineData("Remove-EventLinkBackup $directory -Force", "RetentionPolicyEmpty")]
    [InlineData("Remove-EventLinkBackup $directory -KeepLast 0 -Force", "RetentionPolicyEmpty")]
    [InlineData("Remove-EventLinkBackup $directory -Name * -Force", "RetentionLeavesNothing")]
    [InlineData("Get-EventLinkBackup $directory | Remove-EventLinkBackup -Force", "RetentionLeavesNothing")]
    [InlineData("Remove-EventLinkBackup $directory -KeepDaily 1 -TimeZone Mars/Olympus -Force", "OptionsInvalid")]
    [InlineData("Remove-EventLinkBackup $directory -KeepDaily 1 -RequireProof Restore -Force", "RetentionLeavesNothing")]
    [InlineData("Remove-EventLinkBackup $directory -KeepDaily 1 -NotifyUri ftp://x -Force", "NotifyUriInvalid")]
    public void Remove_WhatMustNotBe_IsAnErrorAndRemovesNothing(string script, string id)
    {
        var outcome = Run("try { " + script + " } catch { $_.FullyQualifiedErrorId }");

        Assert.StartsWith(id + ",", Assert.Single(outcome.Output).ToString(), StringComparison.Ordinal);
        Assert.All(_paths, path => Assert.True(File.Exists(path)));
    }

    [Fact]
    public void Remove_NobodyToAsk_IsOurError()
    {
        var outcome = Run("try { Remove-EventLinkBackup $directory -KeepLast 1 } catch { $_.FullyQualifiedErrorId }");

        Assert.StartsWith("ConfirmationNeeded,", Assert.Single(outcome.Output).ToString(), StringComparison.Ordinal);
        Assert.All(_paths, path => Assert.True(File.Exists(path)));
    }

    [Fact]
    public void Protect_ThenRemove_KeepsThePinnedUntilItIsUnpinned()
    {
        Assert.True(((BackupSet)Assert.Single(Run("Get-EventLinkBackup $directory -Before 2026-05-02T00:00:00Z | Protect-EventLinkBackup -Reason audit").Output).BaseObject).Pinned);
        Run("Remove-EventLinkBackup $directory -KeepLast 1 -Force");
        Assert.Equal([true, false, false, true], _paths.Select(File.Exists));

        Assert.StartsWith("BackupPinned,", Run("try { Remove-EventLinkBackup $oldest -Force } catch { $_.FullyQualifiedErrorId }").Output[0].ToString(), StringComparison.Ordinal);
        Run("Unprotect-EventLinkBackup $oldest -WhatIf");
        Assert.True(File.Exists(_paths[3].Replace(".sql.gz", ".pin", StringComparison.Ordinal)));
        Run("Unprotect-EventLinkBackup $oldest; Remove-EventLinkBackup $oldest -Force");
        Assert.Equal([true, false, false, false], _paths.Select(File.Exists));
    }

    [Fact]
    public void Measure_OldBackups_IsAnObjectAndAnError()
    {
        var outcome = Run("Get-EventLinkBackup $directory | Measure-EventLinkRecoveryPoint -RpoObjective 24h");

        var point = (RecoveryPoint)Assert.Single(outcome.Output).BaseObject;
        Assert.Equal((false, _paths[0], 4), (point.Met, point.Newest!.Path, point.Backups));
        Assert.Equal("RecoveryPointMissed,EventLinkDr.PowerShell.Commands.MeasureEventLinkRecoveryPointCommand", Assert.Single(outcome.Errors).FullyQualifiedErrorId);
        Assert.Same(point, outcome.Errors[0].TargetObject);
    }

    [Fact]
    public void Measure_OfTheDirectory_HoldsAWideObjective()
    {
        var outcome = Run("Measure-EventLinkRecoveryPoint $directory -RpoObjective 9999d -OffHostObjective 9999d -OffHostPath $directory");

        Assert.Empty(outcome.Errors);
        Assert.True(((RecoveryPoint)Assert.Single(outcome.Output).BaseObject).Met);
    }

    [Fact]
    public void Measure_AnEmptyPipeline_HoldsNothing()
    {
        var outcome = Run("@() | Measure-EventLinkRecoveryPoint");

        Assert.False(((RecoveryPoint)Assert.Single(outcome.Output).BaseObject).Met);
        Assert.Single(outcome.Errors);
    }

    private Outcome Run(string script) => _session.Run(script, ("directory", _backups.Location), ("oldest", _paths[3]));
}
