using System.Globalization;
using System.Runtime.CompilerServices;
using EventLinkDr.Adapters.Stores;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Adapters.Azure;

/// <summary>A container of Azure Blob Storage, or what stands under a prefix of one.</summary>
internal sealed class AzureBlobStore(AzureBlobClient client, BackupLocation location, RetryPolicy policy, IDisposable resources) : IBackupStore
{
    /// <summary>Blobs asked for at a time.</summary>
    internal int PageSize { get; init; } = 5000;

    /// <summary>Sizes of the blocks that content is sent in.</summary>
    internal Func<int, int> BlockSize { get; init; } = BlockSizes.Of;

    public string Location { get; } = (location with { Name = null }).ToString();

    public string PathOf(string name) => location.PathOf(name);

    public async IAsyncEnumerable<StoredObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? marker = null;
        do
        {
            var page = BlobListPage.Parse(await client.ListAsync(location.Prefix, marker, PageSize, Location, cancellationToken).ConfigureAwait(false), Location);
            foreach (var blob in page.Blobs)
            {
                if (blob.Name.Length > location.Prefix.Length) yield return blob with { Name = blob.Name[location.Prefix.Length..] };
            }

            marker = page.NextMarker;
        }
        while (marker is not null);
    }

    public async Task<StoredObject?> StatAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.HeadAsync(location.Prefix + name, PathOf(name), cancellationToken).ConfigureAwait(false);
            return new StoredObject(name, response.Content.Headers.ContentLength ?? 0, response.Content.Headers.LastModified ?? default);
        }
        catch (StoreException error) when (error.Kind == ErrorTable.BackupNotFound)
        {
            return null;
        }
    }

    public async Task<Stream> OpenReadAsync(string name, long offset, CancellationToken cancellationToken)
    {
        string? tag = null;
        var stream = new RangedReadStream(offset, FetchAsync, PathOf(name));
        await stream.StartAsync(cancellationToken).ConfigureAwait(false);
        return stream;

        async Task<ObjectRange> FetchAsync(long from, int count, CancellationToken token)
        {
            try
            {
                var (data, headers, content) = await client.GetRangeAsync(location.Prefix + name, from, count, tag, PathOf(name), token).ConfigureAwait(false);
                // All parts must be of one and the same object.
                tag = headers.ETag?.ToString();
                return new ObjectRange(data, content.ContentRange?.Length ?? from + data.Length);
            }
            catch (StoreException error) when (error.Code == "InvalidRange")
            {
                // There is no range at the end, nor in an empty blob.
                var blob = await StatAsync(name, token).ConfigureAwait(false);
                return new ObjectRange(default, Math.Min(from, blob?.Length ?? 0));
            }
            catch (StoreException error) when (tag is not null && error.Kind == ErrorTable.BackupExists)
            {
                throw new StoreException(ErrorTable.BackupCorrupt, $"{PathOf(name)} was replaced while it was read", error);
            }
        }
    }

    public async Task<IStoreWriter> CreateAsync(string name, bool replace, CancellationToken cancellationToken)
    {
        // The commit decides; this only spares sending everything first.
        if (!replace && await StatAsync(name, cancellationToken).ConfigureAwait(false) is not null)
            throw new StoreException(ErrorTable.BackupExists, $"{PathOf(name)} exists") { Subject = PathOf(name) };
        return new AzureBlobWriter(client, location.Prefix + name, PathOf(name), replace, policy, BlockSize);
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            // Where versions are kept a deletion only hides what it was to remove, and may succeed though a policy keeps it.
            if (await RetainedUntilAsync(name, cancellationToken).ConfigureAwait(false) is { } until && until > DateTimeOffset.UtcNow)
                throw new DrException(ErrorTable.BackupLocked, $"{PathOf(name)} is kept until {until:yyyy-MM-dd'T'HH:mm:ss'Z'}") { Subject = PathOf(name) };
            await client.DeleteAsync(location.Prefix + name, PathOf(name), cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException error) when (error.Kind == ErrorTable.BackupNotFound)
        {
        }
    }

    public async Task<StoreCapabilities> ProbeAsync(CancellationToken cancellationToken)
    {
        using var response = await ContainerAsync(cancellationToken).ConfigureAwait(false);
        var retains = response is not null && response.Headers.TryGetValues("x-ms-immutable-storage-with-versioning-enabled", out var values) && values.Contains("true", StringComparer.OrdinalIgnoreCase);
        return new StoreCapabilities(NeverReplaces: true, retains);
    }

    public async Task RetainAsync(string name, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (!(await ProbeAsync(cancellationToken).ConfigureAwait(false)).Retains)
            throw new DrException(ErrorTable.RetentionUnsupported, $"the container of {Location} has no version-level immutability, or does not show it to this credential");
        // The container may have a policy of its own that keeps it for longer.
        if (await RetainedUntilAsync(name, cancellationToken).ConfigureAwait(false) >= until) return;
        try
        {
            await client.SetImmutableAsync(location.Prefix + name, until, PathOf(name), cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException error) when (error.Kind == ErrorTable.StoreRefused)
        {
            throw new StoreException(ErrorTable.StoreRefused, $"{PathOf(name)}: the storage account lets this credential write, and not set how long it is kept ({error.Code})", error)
            {
                Subject = PathOf(name), Code = error.Code,
                Remedy = "Give the credential the right to set immutability policies: the role Storage Blob Data Owner, or i among the permissions of a signature.",
            };
        }
        catch (StoreException error) when (!error.IsTransient && error.Kind == ErrorTable.StoreUnavailable)
        {
            throw new StoreException(ErrorTable.RetentionUnsupported, $"{PathOf(name)}: the storage account does not keep it until {until:yyyy-MM-dd'T'HH:mm:ss'Z'} ({error.Code})", error)
            {
                Subject = PathOf(name), Code = error.Code,
            };
        }
    }

    public ValueTask DisposeAsync()
    {
        resources.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Until when a policy keeps a blob; null when none does.</summary>
    private async Task<DateTimeOffset?> RetainedUntilAsync(string name, CancellationToken cancellationToken)
    {
        using var response = await client.HeadAsync(location.Prefix + name, PathOf(name), cancellationToken).ConfigureAwait(false);
        return response.Headers.TryGetValues(AzureBlobClient.UntilHeader, out var values)
            && DateTimeOffset.TryParseExact(values.First(), "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) ? until : null;
    }

    /// <summary>Null where the credential may use the container and not look at it, as a signature for one container.</summary>
    private async Task<HttpResponseMessage?> ContainerAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetContainerAsync(Location, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException error) when (error.Kind == ErrorTable.StoreRefused)
        {
            return null;
        }
    }
}
