using System.Runtime.CompilerServices;
using EventLinkDr.Adapters.Stores;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Adapters.S3;

/// <summary>A bucket of S3, or of what speaks its protocol, or what stands under a prefix of one.</summary>
internal sealed class S3Store(S3Client client, BackupLocation location, RetryPolicy policy) : IBackupStore
{
    private const string ProbePrefix = ".eventlinkdr-probe-";

    private readonly SemaphoreSlim _gate = new(1);
    private StoreCapabilities? _capabilities;
    private bool _hasCleanedUp;

    /// <summary>Objects asked for at a time.</summary>
    internal int PageSize { get; init; } = 1000;

    /// <summary>Sizes of the parts that content is sent in; S3 takes none below 5 MiB but the last.</summary>
    internal Func<int, int> BlockSize { get; init; } = BlockSizes.Of;

    /// <summary>Uploads begun before so long, and quiet for an hour, are those of a writer that is gone.</summary>
    internal TimeSpan LeftoverAge { get; init; } = TimeSpan.FromHours(12);

    public string Location { get; } = (location with { Name = null }).ToString();

    public string PathOf(string name) => location.PathOf(name);

    public async IAsyncEnumerable<StoredObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? marker = null;
        do
        {
            var page = await client.ListAsync(location.Prefix, marker, PageSize, Location, cancellationToken).ConfigureAwait(false);
            foreach (var found in page.S3Objects ?? [])
            {
                var name = found.Key[location.Prefix.Length..];
                if (name.Length > 0 && !name.StartsWith(ProbePrefix, StringComparison.Ordinal)) yield return new StoredObject(name, found.Size ?? 0, Utc(found.LastModified));
            }

            marker = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (marker is not null);
    }

    public async Task<StoredObject?> StatAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var found = await client.HeadAsync(location.Prefix + name, PathOf(name), cancellationToken).ConfigureAwait(false);
            return new StoredObject(name, found.ContentLength, Utc(found.LastModified));
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
                // All parts must be of one and the same object.
                (var data, tag, var length) = await client.GetRangeAsync(location.Prefix + name, from, count, tag, PathOf(name), token).ConfigureAwait(false);
                return new ObjectRange(data, length);
            }
            catch (StoreException error) when (error.Code == S3Errors.InvalidRange)
            {
                // There is no range at the end, nor in an empty object.
                return new ObjectRange(default, Math.Min(from, (await StatAsync(name, token).ConfigureAwait(false))?.Length ?? 0));
            }
            catch (StoreException error) when (tag is not null && error.Kind == ErrorTable.BackupExists)
            {
                throw new StoreException(ErrorTable.BackupCorrupt, $"{PathOf(name)} was replaced while it was read", error);
            }
        }
    }

    public async Task<IStoreWriter> CreateAsync(string name, bool replace, CancellationToken cancellationToken)
    {
        await CleanUpOnceAsync(cancellationToken).ConfigureAwait(false);
        // The commit decides; this only spares sending everything first.
        if (!replace && await StatAsync(name, cancellationToken).ConfigureAwait(false) is not null) throw Exists(name);
        return new S3Writer(client, location.Prefix + name, PathOf(name), replace, policy, BlockSize)
        {
            BeforeCommit = async token =>
            {
                // Where the service itself looks too, that costs little and where it does not it is all there is.
                if (!replace && client.IsStandIn && await StatAsync(name, token).ConfigureAwait(false) is not null) throw Exists(name);
            },
            ReadBack = async token => new ResumingStream(
                await OpenReadAsync(name, 0, token).ConfigureAwait(false), 0, (position, attempt) => OpenReadAsync(name, position, attempt), policy),
        };
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            // In a bucket with versions a deletion always succeeds, and only hides what it was to remove.
            var found = await client.HeadAsync(location.Prefix + name, PathOf(name), cancellationToken).ConfigureAwait(false);
            if (found.ObjectLockRetainUntilDate is { } until && Utc(until) is var date && date > DateTimeOffset.UtcNow)
                throw new DrException(ErrorTable.BackupLocked, $"{PathOf(name)} is kept until {date:yyyy-MM-dd'T'HH:mm:ss'Z'}") { Subject = PathOf(name) };
            await client.DeleteAsync(location.Prefix + name, PathOf(name), cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException error) when (error.Kind == ErrorTable.BackupNotFound)
        {
        }
    }

    public async Task<StoreCapabilities> ProbeAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _capabilities ??= new StoreCapabilities(
                !client.IsStandIn || await HonoursConditionsAsync(cancellationToken).ConfigureAwait(false),
                await client.HasObjectLockAsync(Location, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task RetainAsync(string name, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (!(await ProbeAsync(cancellationToken).ConfigureAwait(false)).Retains)
            throw new DrException(ErrorTable.RetentionUnsupported, $"the bucket of {Location} has no object lock");
        // The bucket may keep everything for longer by itself, and refuses a date that is nearer.
        var found = await client.HeadAsync(location.Prefix + name, PathOf(name), cancellationToken).ConfigureAwait(false);
        if (found.ObjectLockRetainUntilDate is { } standing && Utc(standing) >= until) return;
        await client.RetainAsync(location.Prefix + name, until, PathOf(name), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        _gate.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Tries it out: services that do not know the condition write without a word.</summary>
    private async Task<bool> HonoursConditionsAsync(CancellationToken cancellationToken)
    {
        var key = $"{location.Prefix}{ProbePrefix}{Guid.NewGuid():N}";
        var traits = new ObjectTraits("text/plain", "probe", Replace: false);
        try
        {
            await client.PutAsync(key, default, traits, Location, cancellationToken).ConfigureAwait(false);
            await client.PutAsync(key, default, traits, Location, cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (StoreException error) when (error.Kind == ErrorTable.BackupExists)
        {
            return true;
        }
        finally
        {
            await RemoveProbeAsync(key, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RemoveProbeAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteAsync(key, Location, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException error) when (!error.IsTransient)
        {
            // Who may only add backups cannot delete; an empty object stays that no list shows.
        }
    }

    private async Task CleanUpOnceAsync(CancellationToken cancellationToken)
    {
        if (_hasCleanedUp) return;
        _hasCleanedUp = true;
        try
        {
            await S3Leftovers.AbortAsync(client, location.Prefix, Location, DateTimeOffset.UtcNow - LeftoverAge, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException error) when (!error.IsTransient)
        {
            // The right to list uploads may be missing; a lifecycle rule of the bucket does it then.
        }
    }

    private static DateTimeOffset Utc(DateTime? time) => time is { } value ? new DateTimeOffset(value.ToUniversalTime()) : default;

    private StoreException Exists(string name) => new(ErrorTable.BackupExists, $"{PathOf(name)} exists") { Subject = PathOf(name) };
}
