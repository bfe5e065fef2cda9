using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Postgres;

namespace EventLinkDr.Core.Tests.Operations.Backup;

public sealed class BackupPlannerTests
{
    [Theory]
    [InlineData("eventlink.sql.gz", true)]
    [InlineData("before migration ș.sql.gz", true)]
    [InlineData("backups", false)]
    [InlineData("eventlink.sql", false)]
    [InlineData("eventlink.gz", false)]
    [InlineData("eventlink.SQL.GZ", false)]
    [InlineData("eventlink.manifest.json", false)]
    [InlineData(".hidden.sql.gz", false)]
    [InlineData("eventlink.sql.gz.age", false)]
    public void Plan_AName_IsOneThatAListShowsAndARestoreFinds(string name, bool isAccepted)
    {
        if (isAccepted)
        {
            Assert.Equal(name, Plan(new BackupOptions { FileName = name }).Options.FileName);
            return;
        }

        var error = Assert.Throws<DrException>(() => Plan(new BackupOptions { FileName = name }));
        Assert.Equal("OptionsInvalid", error.Id);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_ANameThatLeavesNoRoomForItsManifest_IsRefusedBeforeAnythingIsWritten()
    {
        Assert.Equal("OptionsInvalid", Assert.Throws<DrException>(() => Plan(new BackupOptions { FileName = new string('x', 240) + ".sql.gz" })).Id);
        Assert.Equal("OptionsInvalid", Assert.Throws<DrException>(() => Plan(new BackupOptions { FileName = new string('ș', 120) + ".sql.gz" })).Id);
    }

    [Fact]
    public void Plan_ADateThatHasPassed_IsRefused() =>
        Assert.Equal("OptionsInvalid", Assert.Throws<DrException>(() => Plan(new BackupOptions { RetainUntil = DateTimeOffset.UtcNow.AddMinutes(-1) })).Id);

    private static BackupPlan Plan(BackupOptions options) => BackupPlanner.Plan(
        options, new BackupFacts("eventlink", "server", new PostgresVersion(150018), "pg_dump 15.18", new PostgresVersion(150018), "UTF8", 1, 1, "/backups", 2));
}
