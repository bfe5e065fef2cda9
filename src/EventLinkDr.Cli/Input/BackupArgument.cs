using System.CommandLine;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Cli.Input;

/// <summary>Names a backup: its file, or a directory or prefix for the newest in it that can be restored.</summary>
internal sealed class BackupArgument
{
    private readonly Argument<string> _path;

    /// <param name="command">The command that has it.</param>
    /// <param name="isOptional">Whether the usual directory is meant when nothing is said.</param>
    public BackupArgument(Command command, bool isOptional)
    {
        _path = new Argument<string>("backup") { Description = "The file, or a directory or s3://bucket/prefix or az://account/container/prefix for the newest in it." };
        if (isOptional) _path.DefaultValueFactory = _ => PathOptions.Default;
        command.Arguments.Add(_path);
    }

    /// <summary>The store, and the name of the data file in it.</summary>
    /// <exception cref="DrException"><c>BackupNotFound</c>, <c>StoreUnavailable</c>.</exception>
    public async Task<(IBackupStore Store, string Name)> ReadAsync(ParseResult parsed, IStoreOpener stores, CancellationToken cancellationToken)
    {
        var place = BackupPlace.ForReading(parsed.GetRequiredValue(_path), stores);
        if (place.Name is { } name) return (place.Store, name);
        var latest = await new BackupCatalog(place.Store).ListAsync(new BackupFilter { Latest = true }, cancellationToken).ConfigureAwait(false);
        return latest.Count > 0 ? (place.Store, latest[0].Name)
            : throw new DrException(ErrorTable.BackupNotFound, $"there is no backup in {place.Store.Location} that can be restored") { Subject = place.Store.Location };
    }
}
