using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Catalog;

/// <summary>The file <c>&lt;same&gt;.pin</c> beside a backup: while it is there, retention leaves the backup alone. What it holds is for people.</summary>
/// <param name="FileName">Name of the data file.</param>
/// <param name="Pinned">When it was pinned (UTC).</param>
/// <param name="Reason">Why; null when nobody said.</param>
internal sealed record PinSidecar(string FileName, DateTimeOffset Pinned, string? Reason)
{
    public const string Suffix = ".pin";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static string NameFor(string dataName) => ManifestSerializer.BaseName(dataName) + Suffix;

    /// <summary>Writes it; a pin that is there stays as it is.</summary>
    /// <exception cref="DrException"><c>StoreUnavailable</c>, <c>StoreFull</c>.</exception>
    public async Task WriteAsync(IBackupStore store, CancellationToken cancellationToken)
    {
        try
        {
            var writer = await store.CreateAsync(NameFor(FileName), replace: false, cancellationToken).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                await writer.Content.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(this, Json), cancellationToken).ConfigureAwait(false);
                await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (DrException error) when (error.Kind == ErrorTable.BackupExists)
        {
            // It is pinned, which is what was wanted.
        }
    }
}
