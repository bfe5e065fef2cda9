using System.Reflection;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Tests.Commands;
using EventLinkDr.PowerShell.Tests.Hosting;
using EventLinkDr.PowerShell.Tests.Module;

namespace EventLinkDr.PowerShell.Tests.Binding;

public sealed class ParameterRulesTests : IDisposable
{
    private readonly Session _session = new();
    private readonly BackupDirectory _backups = new();

    public ParameterRulesTests() => _backups.Add(new DateTimeOffset(2026, 11, 23, 7, 45, 0, TimeSpan.Zero));

    public void Dispose()
    {
        _session.Dispose();
        _backups.Dispose();
    }

    // None of these would be found out by the work: it would use one and forget the other.
    [Theory]
    [InlineData("Backup-EventLinkDb x -RetainDays 3 -RetainUntil 2100-01-01T00:00:00Z")]
    [InlineData("Backup-EventLinkDb x -Passphrase $secret -Recipient age1x")]
    [InlineData("Backup-EventLinkDb x -Passphrase $secret -RecipientFile x")]
    [InlineData("Copy-EventLinkBackup x y -IdentityFile z")]
    [InlineData("Copy-EventLinkBackup x y -RetainDays 3 -RetainUntil 2100-01-01T00:00:00Z")]
    [InlineData("'z' | Copy-EventLinkBackup x y")]
    [InlineData("Get-EventLinkMaintenance -Api http://127.0.0.1:1/")]
    [InlineData("Set-EventLinkMaintenance -Enabled -NoRecreate -ReloadCommand { }")]
    [InlineData("Set-EventLinkMaintenance -Enabled -Disabled")]
    [InlineData("Set-EventLinkMaintenance -Disabled -WriteFence")]
    [InlineData("$backup | Measure-EventLinkRecoveryPoint x")]
    [InlineData("$backup | Protect-EventLinkBackup x")]
    [InlineData("$backup | Remove-EventLinkBackup x -Force")]
    [InlineData("Test-EventLinkBackup x -LiteralPath x")]
    [InlineData("Test-EventLinkBackup x -Backup $backup")]
    [InlineData("$backup | Test-EventLinkBackup x")]
    [InlineData("$backup, $backup | Test-EventLinkBackup -Level Content -ConnectionString dbname=x")]
    [InlineData("Test-EventLinkBackup $backup.Path -Level Restore -Credential $student")]
    [InlineData("Test-EventLinkHealth -Quiet -AsReport")]
    [InlineData("Test-EventLinkHealth -TestRegistration")]
    [InlineData("Test-EventLinkHealth -TestRegistration -ExpectWriteFence -ProbeCredential $student")]
    [InlineData("Restore-EventLinkDb x -LiteralPath x -Force")]
    [InlineData("$backup | Restore-EventLinkDb x -Force")]
    [InlineData("Restore-EventLinkDb x -SkipSafetyBackup -Force")]
    [InlineData("Invoke-EventLinkRecovery x -Standby y -Force")]
    [InlineData("$backup | Invoke-EventLinkRecovery -Standby y -Force")]
    [InlineData("Invoke-EventLinkRecovery x -Failover -Force")]
    [InlineData("Invoke-EventLinkRecovery -Resume -StartOver -Force")]
    [InlineData("Invoke-EventLinkDrill x")]
    [InlineData("$backup, $backup | Invoke-EventLinkDrill")]
    public void CommandLine_OfWhichAPartWouldBeIgnored_IsRefusedOnceBeforeAnyWork(string script)
    {
        var before = Directory.GetFiles(_backups.Location);
        var outcome = Run("try { " + script + " -ErrorAction Continue; 'done' } catch { $_ }");

        Assert.Empty(outcome.Errors);
        var refusal = Assert.IsType<System.Management.Automation.ErrorRecord>(Assert.Single(outcome.Output).BaseObject);
        Assert.StartsWith("OptionsInvalid,", refusal.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotEmpty(refusal.ErrorDetails.RecommendedAction);
        Assert.Equal(before, Directory.GetFiles(_backups.Location));
    }

    [Theory]
    [InlineData("Test-EventLinkBackup $backup.Path -NoProof")]
    [InlineData("$backup | Test-EventLinkBackup -NoProof")]
    [InlineData("$backup | Test-EventLinkBackup -NoProof -Level Content")]
    public void Defaults_OfASession_AreNoMistakeWhereTheyDoNotFit(string script)
    {
        var defaults = "$PSDefaultParameterValues = @{ '*-EventLinkBackup:LiteralPath' = 'elsewhere'; 'Test-EventLink*:ConnectionString' = 'host=127.0.0.1 port=1 dbname=x user=x' }; ";
        // A default of the one path is no reason to refuse the other one; what stands on the line is what is meant.
        var outcome = Run(defaults + script);

        Assert.DoesNotContain(outcome.Errors, error => error.FullyQualifiedErrorId.StartsWith("OptionsInvalid", StringComparison.Ordinal));
        Assert.Null(outcome.Terminating);
    }

    [Fact]
    public void Switch_ThatIsOff_IsNotGiven() =>
        Assert.DoesNotContain("exclude each other", Run("try { Test-EventLinkHealth -ConnectionString 'host=127.0.0.1 port=1 dbname=x user=x' -Quiet -AsReport:$false -Timeout 1s } catch { $_ }").Output.Select(item => item.ToString()!));

    [Fact]
    public void Latest_WithLast_IsNoSetOfParameters()
    {
        Assert.StartsWith("AmbiguousParameterSet,", Run("Get-EventLinkBackup $directory -Latest -Last 3").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith("AmbiguousParameterSet,", Run("Get-EventLinkBackup -LiteralPath $directory -Latest -Last 3").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Input_OfWhichOneIsNotThere_IsNotReadAsTheOtherOne()
    {
        var outcome = Run("\"$directory/none.sql.gz\", $backup.Path | Restore-EventLinkDb -ConnectionString 'host=127.0.0.1 port=1 dbname=x user=x' -Force");

        Assert.Equal(["BackupNotFound", "InputNotSingle"], outcome.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void Rules_NameParametersOfTheirCmdlet()
    {
        foreach (var cmdlet in Cmdlets.All)
        {
            var named = cmdlet.ImplementingType.GetCustomAttributes<OnlyOneOfAttribute>(inherit: true).SelectMany(rule => rule.Parameters)
                .Concat(cmdlet.ImplementingType.GetCustomAttributes<NeedsAttribute>(inherit: true).SelectMany(rule => rule.Parameters.Concat(rule.Others)));
            Assert.All(named, name => Assert.Contains(name, cmdlet.Parameters.Keys));
        }
    }

    private Outcome Run(string script)
    {
        const string Setup = "$secret = [securestring]::new(); 'abcdefgh'.ToCharArray() | & { process { $secret.AppendChar($_) } }; $student = [pscredential]::new('x@example.ro', $secret); "
            + "$backup = Get-EventLinkBackup $directory -Latest; ";
        return _session.Run(Setup + script, ("directory", _backups.Location));
    }
}
