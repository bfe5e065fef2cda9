using System.Management.Automation;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Backup;
using EventLinkDr.PowerShell.Tests.Hosting;
using EventLinkDr.TestKit;

namespace EventLinkDr.PowerShell.Tests.Commands;

public sealed class BackupEventLinkDbCommandTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly Session _session = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("eventlinkdr-posh-").FullName;
    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync("posh");
        await postgres.ExecuteAsync(_database, "CREATE TABLE public.seats (id int PRIMARY KEY, name text); INSERT INTO public.seats SELECT n, 'seat ' || n FROM generate_series(1, 500) n");
    }

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void Backup_ToADirectory_GivesTheResultAndFitsTheNextCommand()
    {
        var outcome = Run("$target | Backup-EventLinkDb $directory/ | ForEach-Object { $_; $_.Backup | ForEach-Object Path | Get-EventLinkBackup }");

        Assert.Empty(outcome.Errors);
        var result = Assert.IsType<BackupResult>(outcome.Output[0].BaseObject);
        Assert.Equal(500, result.Rows);
        Assert.Equal(result.Backup.Name, outcome.Output[1].Properties["Name"].Value);
    }

    [Fact]
    public void Backup_WhatIf_PrintsThePlanAndWritesNothing()
    {
        var outcome = Run("Backup-EventLinkDb $directory/ -Target $target -WhatIf");

        Assert.Empty(outcome.Output);
        Assert.Empty(outcome.Errors);
        var text = _session.Host.Text.ToString();
        Assert.StartsWith($"What if: Back up {_database} (database {_database} on ", text, StringComparison.Ordinal);
        Assert.Contains("   1. Read    lock 1 tables", text, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory));
    }

    [Theory]
    [InlineData("-Force")]
    [InlineData("-Confirm:$false")]
    [InlineData("-Force -Confirm:$false")]
    public void Backup_WhatIfPreference_WinsOverForce(string switches)
    {
        var outcome = Run($"$WhatIfPreference = $true; Backup-EventLinkDb $directory/ -Target $target {switches}");

        Assert.Empty(outcome.Output);
        Assert.StartsWith("What if: ", _session.Host.Text.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory));
    }

    [Theory]
    [InlineData("function Save-All { [CmdletBinding(SupportsShouldProcess)] param($d, $t) Backup-EventLinkDb $d/ -Target $t -Force }; Save-All $directory $target -WhatIf")]
    [InlineData("$null = New-Module { function Save-All { [CmdletBinding(SupportsShouldProcess)] param($d, $t) Backup-EventLinkDb $d/ -Target $t -Force } }; Save-All $directory $target -WhatIf")]
    public void Backup_ForcedInsideAFunctionThatOnlyPlans_WritesNothing(string script)
    {
        var outcome = Run(script);

        Assert.Empty(outcome.Errors);
        Assert.StartsWith("What if: ", _session.Host.Text.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory));
    }

    [Fact]
    public void Backup_PlanOnly_EmitsThePlan()
    {
        var outcome = Run("Backup-EventLinkDb $directory/ -Target $target -PlanOnly");

        Assert.Equal(_database, Assert.IsType<BackupPlan>(Assert.Single(outcome.Output).BaseObject).Database);
        Assert.Empty(_session.Host.Text.ToString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory));
    }

    [Fact]
    public void Backup_AnsweredWithNo_WritesNothing()
    {
        _session.Host.Answer = 2;

        var outcome = Run("Backup-EventLinkDb $directory/ -Target $target -Confirm");

        Assert.Empty(outcome.Output);
        Assert.StartsWith($"Back up {_database}\nBack up {_database} (database ", Assert.Single(_session.Host.Questions), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory));
    }

    [Fact]
    public void Backup_AnsweredWithYes_IsMade()
    {
        _session.Host.Answer = 0;

        Assert.IsType<BackupResult>(Assert.Single(Run("Backup-EventLinkDb $directory/ -Target $target -Confirm").Output).BaseObject);
    }

    [Fact]
    public void Backup_NobodyToAsk_NamesTheWayOn()
    {
        var outcome = Run("Backup-EventLinkDb $directory/ -Target $target -Confirm");

        var error = outcome.Error;
        Assert.StartsWith("ConfirmationNeeded,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("-Confirm:$false", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory));
    }

    [Fact]
    public void Backup_ForceWithExplicitConfirm_StillAsks()
    {
        _session.Host.Answer = 2;

        Run("Backup-EventLinkDb $directory/ -Target $target -Force -Confirm");

        Assert.Single(_session.Host.Questions);
    }

    [Fact]
    public void Backup_TargetByDefaultValue_GivesWayToAnExplicitConnectionString()
    {
        var outcome = Run("""
            $PSDefaultParameterValues['*-EventLink*:Target'] = $target
            (Get-EventLinkTarget).Database
            (Get-EventLinkTarget -ConnectionString 'host=db.example dbname=other user=me').Database
            """);

        Assert.Equal([_database, "other"], outcome.Output.Select(item => item.BaseObject));
    }

    [Fact]
    public void Backup_FileThere_IsAnErrorUnlessForced()
    {
        var outcome = Run("Backup-EventLinkDb $directory/a.sql.gz -Target $target; Backup-EventLinkDb $directory/a.sql.gz -Target $target -Force; Backup-EventLinkDb $directory/a.sql.gz -Target $target");

        Assert.Equal(2, outcome.Output.Count);
        Assert.Equal("BackupExists", outcome.Error.FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public async Task Backup_StoppedWhileItWaits_LeavesNothingBehind()
    {
        await using var holder = await postgres.Server.OpenAsync(new Postgres.SessionOptions(_database), TestContext.Current.CancellationToken);
        await holder.ExecuteAsync("BEGIN; LOCK TABLE public.seats IN ACCESS EXCLUSIVE MODE", TestContext.Current.CancellationToken);
        using var shell = _session.Create("Backup-EventLinkDb $directory/ -Target $target -LockTimeout 1h", Variables());
        var running = shell.BeginInvoke();
        await UntilAsync(async () => await SessionsAsync() == "1");

        shell.Stop();

        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        await UntilAsync(async () => await SessionsAsync() == "0");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory));
    }

    private (string, object?)[] Variables() => [("target", postgres.Target(_database)), ("directory", _directory)];

    private Outcome Run(string script) => _session.Run(script, Variables());

    private Task<string?> SessionsAsync() => postgres.ScalarAsync("postgres",
        $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{_database}' AND application_name = 'EventLinkDr backup' AND wait_event_type = 'Lock'");

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition()) await Task.Delay(50, TestContext.Current.CancellationToken);
    }
}
