using EventLinkDr.PowerShell.Tests.Hosting;

namespace EventLinkDr.PowerShell.Tests.Commands;

public sealed class GetEventLinkBackupCommandTests : IDisposable
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 7, 45, 0, TimeSpan.Zero);

    private readonly Session _session = new();
    private readonly BackupDirectory _backups = new();
    private readonly string[] _paths;

    public GetEventLinkBackupCommandTests() => _paths = [_backups.Add(Monday), _backups.Add(Monday.AddDays(1)), _backups.Add(Monday.AddDays(2), "other")];

    public void Dispose()
    {
        _session.Dispose();
        _backups.Dispose();
    }

    [Fact]
    public void Get_Directory_ListsNewestFirst() => Assert.Equal(_paths.Reverse(), Paths("Get-EventLinkBackup $directory"));

    [Fact]
    public void Get_Latest_IsTheNewest() => Assert.Equal([_paths[2]], Paths("Get-EventLinkBackup $directory -Latest"));

    [Fact]
    public void Get_LastOfSeveralPlaces_CountsThemTogether() =>
        Assert.Equal([_paths[2], _paths[1]], Paths("Get-EventLinkBackup \"$directory/eventlink-*\", \"$directory/other-*\" -Last 2"));

    [Fact]
    public void Get_NameWithWildcard_FiltersByName() => Assert.Equal([_paths[2]], Paths("Get-EventLinkBackup $directory -Name other-*"));

    [Fact]
    public void Get_BeforeAndAfter_AreInstants() =>
        Assert.Equal([_paths[1]], Paths("Get-EventLinkBackup $directory -After 2026-11-23T09:45:00+01:00 -Before '2026-11-25T07:00:00Z'"));

    [Fact]
    public void Get_FilesWithWildcard_LeavesManifestsOut() => Assert.Equal(_paths.Reverse(), Paths("Get-EventLinkBackup \"$directory/*\""));

    [Fact]
    public void Get_PathsFromThePipeline_AreListedTogether() => Assert.Equal([_paths[1], _paths[0]], Paths("$paths[0, 1] | Get-EventLinkBackup"));

    [Fact]
    public void Get_PathWithBrackets_IsTakenLiterally()
    {
        var odd = Path.Combine(_backups.Location, "odd[1].sql");
        File.WriteAllText(odd, "--\n-- PostgreSQL database dump\n--\n");

        Assert.Equal([odd], Paths("Get-EventLinkBackup -LiteralPath \"$directory/odd[1].sql\""));
        Assert.Equal([odd], Paths("[pscustomobject]@{ PSPath = \"$directory/odd[1].sql\" } | Get-EventLinkBackup"));
    }

    [Fact]
    public void Get_RelativePath_IsBelowPowerShellsLocation()
    {
        var parent = Directory.GetParent(_backups.Location)!.FullName;

        Assert.Equal([_paths[2]], Paths($"$null = $ExecutionContext.SessionState.Path.SetLocation('{parent}'); Get-EventLinkBackup '{Path.GetFileName(_backups.Location)}' -Latest"));
    }

    [Fact]
    public void Get_MissingPlaceAmongOthers_IsAnErrorAndTheOthersAreListed()
    {
        var outcome = Run("Get-EventLinkBackup \"$directory/missing\", $directory -Latest");

        Assert.Equal("BackupNotFound", Assert.Single(outcome.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Single(outcome.Output);
    }

    [Theory]
    [InlineData("-Latest -Name nothing-*")]
    [InlineData("-Name gone.sql.gz")]
    public void Get_OneThingThatIsNotThere_IsAnError(string filter) =>
        Assert.Equal("BackupNotFound", Run("Get-EventLinkBackup $directory " + filter).Error.FullyQualifiedErrorId.Split(',')[0]);

    [Fact]
    public void Get_PatternThatFitsNothing_IsAnEmptyList()
    {
        var outcome = Run("Get-EventLinkBackup $directory -Name nothing-*");

        Assert.Empty(outcome.Output);
        Assert.Empty(outcome.Errors);
        Assert.Null(outcome.Terminating);
    }

    private Outcome Run(string script) => _session.Run(script, ("directory", _backups.Location), ("paths", _paths));

    private IEnumerable<object?> Paths(string script)
    {
        var outcome = Run(script);
        Assert.Empty(outcome.Errors);
        return outcome.Output.Select(set => set.Properties["Path"].Value);
    }
}
