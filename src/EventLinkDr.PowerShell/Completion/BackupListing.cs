using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.PowerShell.Formatting;
using EventLinkDr.PowerShell.Loading;
using EventLinkDr.Storage;

namespace EventLinkDr.PowerShell.Completion;

/// <summary>Backups as completers offer them.</summary>
internal static class BackupListing
{
    /// <summary>The backups of a place, newest first; none where there is no such directory.</summary>
    public static async Task<IReadOnlyList<BackupSet>> ReadAsync(string directory, CancellationToken cancellationToken)
    {
        if (!BackupLocation.IsAddress(directory) && !Directory.Exists(directory)) return [];
        var adapters = CompositionRoot.Create();
        await using var _ = adapters.ConfigureAwait(false);
        var place = BackupPlace.ForReading(directory, adapters.Stores);
        await using var __ = place.ConfigureAwait(false);
        return await new BackupCatalog(place.Store).ListAsync(BackupFilter.All, cancellationToken).ConfigureAwait(false);
    }

    public static string Tip(BackupSet set) =>
        $"{View.Time(set.Time)}, {Readable.Size(set.Size)}, {set.State}{(set.Detail is null ? "" : $" ({set.Detail})")}, proof: {View.Proof(set.Proof)}{(set.Revision is null ? "" : $", revision {set.Revision}")}";
}
