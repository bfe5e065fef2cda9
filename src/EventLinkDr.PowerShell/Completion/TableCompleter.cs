using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.PowerShell.Formatting;
using EventLinkDr.PowerShell.Loading;
using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Completion;

/// <summary>Offers the tables of the backup that is named on the line, else of the newest one in <c>./backups</c>: no server has to be asked.</summary>
public sealed class TableCompleter : BoundedCompleter
{
    private protected override async Task<IEnumerable<CompletionItem>> FindAsync(CompletionContext context, CancellationToken cancellationToken)
    {
        var manifest = context.Bound<BackupSet>("Backup")?.Manifest ?? await ReadAsync(context, cancellationToken).ConfigureAwait(false);
        if (manifest is null) return [];
        return manifest.Tables.Where(table => context.Fits(table.ToString()) || context.Fits(table.Name)).OrderBy(table => table.ToString(), StringComparer.Ordinal)
            .Select(table => new CompletionItem(table.ToString(), table.ToString(), $"{View.Count(table.Rows)} rows, {Readable.Size(table.Bytes)}, in {manifest.FileName}"));
    }

    private static async Task<BackupManifest?> ReadAsync(CompletionContext context, CancellationToken cancellationToken)
    {
        var path = context.FullPath(context.Bound<string>("LiteralPath") ?? context.Bound<string>("Path") ?? BackupPlace.DefaultDirectory);
        if (!File.Exists(path) && !(BackupLocation.IsAddress(path) && BackupLocation.Parse(path).Name is not null))
        {
            var directory = BackupLocation.IsAddress(path) || Directory.Exists(path) ? path : context.FullPath(BackupPlace.DefaultDirectory);
            return (await BackupListing.ReadAsync(directory, cancellationToken).ConfigureAwait(false)).FirstOrDefault(set => set.Manifest is not null)?.Manifest;
        }

        var adapters = CompositionRoot.Create();
        await using var _ = adapters.ConfigureAwait(false);
        var place = BackupPlace.ForReading(path, adapters.Stores);
        await using var __ = place.ConfigureAwait(false);
        return (await new BackupCatalog(place.Store).GetAsync(place.Name!, cancellationToken).ConfigureAwait(false)).Manifest;
    }
}
