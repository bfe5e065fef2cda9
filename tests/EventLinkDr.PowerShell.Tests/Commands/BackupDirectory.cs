using EventLinkDr.TestKit;

namespace EventLinkDr.PowerShell.Tests.Commands;

/// <summary>A directory of backups made without a server, gone with the test.</summary>
internal sealed class BackupDirectory : IDisposable
{
    public string Location { get; } = Directory.CreateTempSubdirectory("eventlinkdr-posh-").FullName;

    public void Dispose() => Directory.Delete(Location, recursive: true);

    /// <returns>Full path of the data.</returns>
    public string Add(DateTimeOffset time, string database = "eventlink") => SampleBackup.Create(database, time, rows: 20).Save(Location);
}
