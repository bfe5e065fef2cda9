using System.Collections.Concurrent;
using System.Security.Cryptography;
using Amazon.S3.Model;
using EventLinkDr.Adapters.Stores;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Adapters.S3;

/// <summary>Writes an object, in one request where it is small, else in parts that nobody sees before they are completed together.</summary>
internal sealed class S3Writer : IStoreWriter
{
    private static readonly TimeSpan PatienceWithAbort = TimeSpan.FromSeconds(30);

    private readonly S3Client _client;
    private readonly string _key, _path;
    private readonly RetryPolicy _policy;
    private readonly ObjectTraits _traits;
    private readonly BlockStream _content;
    private readonly ConcurrentDictionary<int, string> _tags = new();
    private readonly SemaphoreSlim _gate = new(1);
    private string? _upload;
    private bool _committed;

    public S3Writer(S3Client client, string key, string path, bool replace, RetryPolicy policy, Func<int, int> blockSize)
    {
        (_client, _key, _path, _policy) = (client, key, path, policy);
        _traits = new ObjectTraits(ContentTypes.Of(key), Guid.NewGuid().ToString("N"), replace);
        _content = new BlockStream(blockSize, concurrency: 2, SendAsync);
    }

    /// <summary>Looks once more whether the object is there, where the service itself would not.</summary>
    public required Func<CancellationToken, Task> BeforeCommit { get; init; }

    /// <summary>Opens what was written.</summary>
    public required Func<CancellationToken, Task<Stream>> ReadBack { get; init; }

    public Stream Content => _content;

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        var (blocks, whole, digest) = await _content.FinishAsync(cancellationToken).ConfigureAwait(false);
        var isRepeated = false;
        await _policy.RunAsync(async token =>
        {
            var mayBeThere = isRepeated;
            isRepeated = true;
            try
            {
                if (!mayBeThere) await BeforeCommit(token).ConfigureAwait(false);
                if (blocks == 0) await _client.PutAsync(_key, whole, _traits, _path, token).ConfigureAwait(false);
                else await _client.CompleteAsync(_key, _upload!, Enumerable.Range(1, blocks).Select(part => new PartETag(part, _tags[part])), _traits, _path, token).ConfigureAwait(false);
            }
            catch (StoreException error) when (!error.IsTransient)
            {
                // An earlier request may have come through and only its answer been lost; the transport repeats some by itself.
                if (!await IsOursAsync(token).ConfigureAwait(false)) throw;
            }
        }, cancellationToken).ConfigureAwait(false);
        _committed = true;
        await VerifyAsync(digest, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await _content.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
        if (_committed || _upload is null) return;
        using var deadline = new CancellationTokenSource(PatienceWithAbort);
        try
        {
            await _policy.RunAsync(token => _client.AbortAsync(_key, _upload, _path, token), deadline.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is DrException or OperationCanceledException)
        {
            // A later run aborts it.
        }
    }

    private async Task SendAsync(int block, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var upload = await UploadAsync(cancellationToken).ConfigureAwait(false);
        _tags[block + 1] = await _policy.RunAsync(token => _client.PutPartAsync(_key, upload, block + 1, data, _path, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Begins the upload with the first part: small objects need none.</summary>
    private async Task<string> UploadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Not given up half-way: an upload whose id is not known cannot be aborted.
            return _upload ??= await _policy.RunAsync(token => _client.BeginAsync(_key, _traits, _path, token), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Amazon holds every part against its digest on arrival, so that only the length is left to show. Of a stand-in everything is read back;
    /// and there two writers may both have been let in, of whom the last one stays.
    /// </summary>
    private async Task VerifyAsync(byte[] digest, CancellationToken cancellationToken)
    {
        if (!await IsStoredAsync(cancellationToken).ConfigureAwait(false)) throw Lost();
        if (!_client.IsStandIn || await IsReadBackAsync(digest, cancellationToken).ConfigureAwait(false)) return;
        if (!await IsStoredAsync(cancellationToken).ConfigureAwait(false)) throw Lost();
        await _client.DeleteAsync(_key, _path, cancellationToken).ConfigureAwait(false);
        throw new StoreException(ErrorTable.BackupCorrupt, $"{_path} did not hold what was written there and was removed") { Subject = _path };
    }

    private Task<bool> IsStoredAsync(CancellationToken cancellationToken) => _policy.RunAsync(IsOursAsync, cancellationToken);

    private Task<bool> IsReadBackAsync(byte[] digest, CancellationToken cancellationToken) => _policy.RunAsync(async token =>
    {
        try
        {
            var stream = await ReadBack(token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false)) return (await SHA256.HashDataAsync(stream, token).ConfigureAwait(false)).AsSpan().SequenceEqual(digest);
        }
        catch (DrException error) when (error.Kind == ErrorTable.BackupCorrupt || error.Kind == ErrorTable.BackupNotFound)
        {
            return false;
        }
    }, cancellationToken);

    private StoreException Lost() => new(ErrorTable.BackupExists, $"{_path} was written by somebody else at the same moment") { Subject = _path };

    private async Task<bool> IsOursAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await _client.HeadAsync(_key, _path, cancellationToken).ConfigureAwait(false);
            return found.ContentLength == _content.Length && S3Client.WriterOf(found) == _traits.Writer;
        }
        catch (StoreException error) when (error.Kind == ErrorTable.BackupNotFound)
        {
            return false;
        }
    }
}
