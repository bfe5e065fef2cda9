using System.Collections.ObjectModel;
using System.Management.Automation;
using EventLinkDr.PowerShell.Completion;
using EventLinkDr.PowerShell.Tests.Commands;
using EventLinkDr.PowerShell.Tests.Hosting;
using EventLinkDr.PowerShell.Tests.Module;

namespace EventLinkDr.PowerShell.Tests.Completion;

public sealed class CompleterTests : IDisposable
{
    private readonly Session _session = new();
    private readonly BackupDirectory _backups = new();
    private readonly string _first;
    private readonly string _second;

    public CompleterTests()
    {
        BoundedCompleter.Limit = TimeSpan.FromSeconds(10);
        var monday = new DateTimeOffset(2026, 11, 23, 7, 45, 0, TimeSpan.Zero);
        _first = _backups.Add(monday);
        _second = _backups.Add(monday.AddDays(1));
    }

    public void Dispose()
    {
        _session.Dispose();
        _backups.Dispose();
    }

    [Fact]
    public void Path_OfADirectory_OffersItsBackupsNewestFirst()
    {
        var offered = Complete($"Restore-EventLinkDb {_backups.Location}/");

        Assert.Equal([_second, _first], offered.Select(item => item.CompletionText));
        Assert.Contains("Complete, proof: none, revision 0021_weighted_implicit_signals", offered[0].ToolTip, StringComparison.Ordinal);
    }

    [Fact]
    public void Path_RelativeToTheLocation_KeepsWhatIsTyped()
    {
        var parent = Directory.GetParent(_backups.Location)!.FullName;
        var name = Path.GetFileName(_backups.Location);
        _session.Run($"$null = $ExecutionContext.SessionState.Path.SetLocation('{parent}')");

        Assert.Equal([$"{name}/{Path.GetFileName(_first)}"], Complete($"Test-EventLinkBackup {name}/eventlink-20261123").Select(item => item.CompletionText));
    }

    [Fact]
    public void Path_WithOddCharacters_IsQuoted()
    {
        File.WriteAllText(Path.Combine(_backups.Location, "it's & odd.sql"), "-- PostgreSQL database dump\n");

        Assert.Equal($"'{_backups.Location}/it''s & odd.sql'", Assert.Single(Complete($"Restore-EventLinkDb {_backups.Location}/it")).CompletionText);
    }

    [Fact]
    public void Name_OfBackups_FollowsThePathOnTheLine() =>
        Assert.Equal([Path.GetFileName(_second), Path.GetFileName(_first)],
            Complete($"Get-EventLinkBackup {_backups.Location} -Name event").Select(item => item.CompletionText));

    [Fact]
    public void Table_OfTheBackupOnTheLine_IsOfferedByNameWithoutSchemaToo()
    {
        var offered = Assert.Single(Complete($"Restore-EventLinkDb {_first} -Table us"));

        Assert.Equal("public.users", offered.CompletionText);
        Assert.Contains("rows", offered.ToolTip, StringComparison.Ordinal);
    }

    [Fact]
    public void Recipient_OfKeysAtTheLocation_IsOfferedWithoutTheSecret()
    {
        var key = "age1" + new string('q', 58);
        File.WriteAllText(Path.Combine(_backups.Location, "backup.key"), $"# created: 2026-11-23T07:45:00Z\n# public key: {key}\nAGE-SECRET-KEY-1{new string('Q', 58)}\n");
        File.WriteAllText(Path.Combine(_backups.Location, "notes.txt"), "age1" + new string('p', 58));
        _session.Run($"$null = $ExecutionContext.SessionState.Path.SetLocation('{_backups.Location}')");

        var offered = Assert.Single(Complete("Backup-EventLinkDb -Recipient age1"));

        Assert.Equal(key, offered.CompletionText);
        Assert.Contains("backup.key", offered.ToolTip, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", offered.ToolTip + offered.ListItemText, StringComparison.Ordinal);
        Assert.Equal(key, Assert.Single(Complete($"Copy-EventLinkBackup {_backups.Location} ./copies -Recipient ")).CompletionText);
    }

    [Fact]
    public void Target_AtHand_IsOfferedAsTheCallThatGivesIt()
    {
        File.WriteAllText(Path.Combine(_backups.Location, "docker-compose.yml"), "services:\n  db:\n    image: postgres:15-alpine\n");
        File.WriteAllText(Path.Combine(_backups.Location, ".env"), "POSTGRES_DB=registrations\nPOSTGRES_PASSWORD=secret\nPOSTGRES_PORT=54321\n");
        _session.Run($"$null = $ExecutionContext.SessionState.Path.SetLocation('{_backups.Location}')");

        var offered = Assert.Single(Complete("Backup-EventLinkDb -Target "));

        Assert.Equal("(Get-EventLinkTarget)", offered.CompletionText);
        Assert.Equal("registrations on 127.0.0.1:54321, from ComposeProject", offered.ToolTip);
    }

    [Theory]
    [InlineData("Restore-EventLinkDb /nowhere/")]
    [InlineData("Restore-EventLinkDb -Table ")]
    [InlineData("Undo-EventLinkRestore -ConnectionString 'nonsense' ")]
    [InlineData("Undo-EventLinkRestore -ConnectionString 'host=127.0.0.1 port=1 dbname=x user=x' ")]
    // An address that never answers (RFC 5737): offered is nothing, and that soon.
    [InlineData("Remove-EventLinkRollback -ConnectionString 'host=192.0.2.1 dbname=x user=x' ")]
    public void Anything_ThatCannotBeKnown_OffersNothingOfOurs(string line) =>
        Assert.DoesNotContain(Complete(line), item => item.ToolTip.Contains("eventlink", StringComparison.Ordinal));

    [Fact]
    public void Completers_AreAllBounded()
    {
        var completers = Cmdlets.All.SelectMany(cmdlet => cmdlet.OwnParameters()).SelectMany(parameter => parameter.Attributes.OfType<ArgumentCompleterAttribute>()).ToList();

        Assert.NotEmpty(completers);
        Assert.All(completers, completer => Assert.True(completer.Type.IsSubclassOf(typeof(BoundedCompleter))));
    }

    private Collection<CompletionResult> Complete(string line)
    {
        using var shell = _session.Create("");
        shell.Commands.Clear();
        return CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches;
    }
}
