using System.Text.Json;
using System.Text.Json.Serialization;
using EventLinkDr.Model;
using EventLinkDr.Storage;

namespace EventLinkDr.Catalog;

/// <summary>
/// A proof as it lies beside a backup, <c>&lt;same&gt;.proof-&lt;stamp&gt;.json</c>. It names the bytes it was made on, so that it says nothing about a
/// file that has taken their place.
/// </summary>
internal sealed record ProofSidecar
{
    private const string Lead = ".proof-";
    private const string Ending = ".json";
    private const int LargestFile = 1024 * 1024;
    private const int MostNames = 1000;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Version of the sidecar's format.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>Name of the data file.</summary>
    public required string FileName { get; init; }

    /// <summary>Its length in bytes.</summary>
    public required long FileLength { get; init; }

    /// <summary>Its SHA-256, lower-case hexadecimal.</summary>
    public required string FileSha256 { get; init; }

    /// <summary>The outcome.</summary>
    public required BackupProof Proof { get; init; }

    /// <summary>The base name a sidecar belongs to; null when the name is not that of a sidecar.</summary>
    public static string? BaseOf(string name)
    {
        if (!name.EndsWith(Ending, StringComparison.Ordinal)) return null;
        var at = name.LastIndexOf(Lead, StringComparison.Ordinal);
        return at > 0 ? name[..at] : null;
    }

    /// <summary>Reads one; null when it cannot be understood: a spoilt sidecar proves nothing, and spoils nothing.</summary>
    public static async Task<ProofSidecar?> ReadAsync(IBackupStore store, StoredObject file, CancellationToken cancellationToken)
    {
        if (await SmallFile.ReadAsync(store, file, LargestFile, cancellationToken).ConfigureAwait(false) is not { } bytes) return null;
        try
        {
            return JsonSerializer.Deserialize<ProofSidecar>(bytes, Json) is { FormatVersion: 1, Proof: not null } sidecar ? sidecar : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it under a free name; never over another.</summary>
    /// <returns>The name.</returns>
    /// <exception cref="Diagnostics.DrException"><c>StoreUnavailable</c>, <c>StoreFull</c>.</exception>
    public async Task<string> WriteAsync(IBackupStore store, CancellationToken cancellationToken)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(this, Json);
        for (var attempt = 1; ; attempt++)
        {
            var suffix = attempt == 1 ? "" : "-" + attempt.ToString(System.Globalization.CultureInfo.InvariantCulture);
            var name = ManifestSerializer.BaseName(FileName) + Lead + BackupName.Stamp(Proof.Time) + suffix + Ending;
            try
            {
                var writer = await store.CreateAsync(name, replace: false, cancellationToken).ConfigureAwait(false);
                await using (writer.ConfigureAwait(false))
                {
                    await writer.Content.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                    await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
                }

                return name;
            }
            catch (Diagnostics.DrException error) when (error.Kind == Diagnostics.ErrorTable.BackupExists && attempt < MostNames)
            {
                // Two proofs in one second.
            }
        }
    }
}
