using EventLinkDr.Model;
using EventLinkDr.Operations.Verify;
using EventLinkDr.PowerShell.Tests.Hosting;

namespace EventLinkDr.PowerShell.Tests.Commands;

public sealed class TestEventLinkBackupCommandTests : IDisposable
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 7, 45, 0, TimeSpan.Zero);

    private readonly Session _session = new();
    private readonly BackupDirectory _backups = new();
    private readonly string _good;
    private readonly string _bad;

    public TestEventLinkBackupCommandTests()
    {
        _good = _backups.Add(Monday);
        _bad = _backups.Add(Monday.AddDays(1));
        var bytes = File.ReadAllBytes(_bad);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(_bad, bytes);
    }

    public void Dispose()
    {
        _session.Dispose();
        _backups.Dispose();
    }

    [Fact]
    public void Test_GoodBackup_PassesAndLeavesAProof()
    {
        var result = Assert.Single(Results("Test-EventLinkBackup $good -Level Content"));

        Assert.True(result.Passed);
        Assert.Equal(result.Backup.Manifest!.Tables.Sum(table => table.Rows), result.Rows);
        Assert.True(File.Exists(result.ProofPath));
    }

    [Fact]
    public void Test_SeveralFromThePipeline_GivesEachAResultAndTheBadOneAnError()
    {
        var outcome = Run("Get-EventLinkBackup $directory | Test-EventLinkBackup");

        Assert.Equal([false, true], outcome.Output.Select(item => ((VerificationResult)item.BaseObject).Passed));
        var error = Assert.Single(outcome.Errors);
        Assert.Equal("BackupCorrupt,EventLinkDr.PowerShell.Commands.TestEventLinkBackupCommand", error.FullyQualifiedErrorId);
        Assert.Equal(System.Management.Automation.ErrorCategory.InvalidData, error.CategoryInfo.Category);
    }

    [Fact]
    public void Test_ResultOfATest_FitsTheNextCommand() =>
        Assert.Equal([VerificationLevel.Content], Results("Test-EventLinkBackup $good | Test-EventLinkBackup -Level Content").Select(result => result.Level));

    [Fact]
    public void Test_Pattern_TakesEachBackupOnce()
    {
        var outcome = Run("Test-EventLinkBackup \"$directory/*\" -NoProof");

        Assert.Equal(2, outcome.Output.Count);
    }

    [Fact]
    public void Test_NoProof_WritesNothing()
    {
        var before = Directory.GetFiles(_backups.Location);
        Run("Test-EventLinkBackup $good -NoProof");

        Assert.Equal(before, Directory.GetFiles(_backups.Location));
    }

    [Fact]
    public void Test_WhatIf_WritesNothing()
    {
        var before = Directory.GetFiles(_backups.Location);
        var outcome = Run("Test-EventLinkBackup $good -Level Content -WhatIf");

        Assert.Empty(outcome.Output);
        Assert.Equal(before, Directory.GetFiles(_backups.Location));
        Assert.Contains("inflate and parse everything", _session.Host.Text.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Test-EventLinkBackup")]
    [InlineData("Test-EventLinkBackup $directory")]
    [InlineData("Test-EventLinkBackup \"$directory/none.sql.gz\"")]
    public void Test_NoBackup_IsATerminatingError(string script)
    {
        var outcome = Run("try { " + script + " } catch { $_.FullyQualifiedErrorId }");

        Assert.StartsWith("BackupNotFound,", Assert.Single(outcome.Output).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Test_OneOfSeveralIsMissing_TheOthersAreTested()
    {
        var outcome = Run("Test-EventLinkBackup \"$directory/none.sql.gz\", $good");

        Assert.True(((VerificationResult)Assert.Single(outcome.Output).BaseObject).Passed);
        Assert.StartsWith("BackupNotFound,", Assert.Single(outcome.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private Outcome Run(string script) => _session.Run(script, ("directory", _backups.Location), ("good", _good), ("bad", _bad));

    private IEnumerable<VerificationResult> Results(string script)
    {
        var outcome = Run(script);
        Assert.Empty(outcome.Errors);
        return outcome.Output.Select(item => (VerificationResult)item.BaseObject);
    }
}
