using System.Globalization;
using System.Text;
using EventLinkDr.Adapters.Stores;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Adapters.Azure;

/// <summary>
/// Writes a blob in blocks that nobody sees before they are committed together. Blocks that are never committed the service itself drops after a week.
/// </summary>
internal sealed class AzureBlobWriter : IStoreWriter
{
    private readonly AzureBlobClient _client;
    private readonly string _blob, _path, _id = Guid.NewGuid().ToString("N");
    private readonly RetryPolicy _policy;
    private readonly BlobTraits _traits;
    private readonly BlockStream _content;

    public AzureBlobWriter(AzureBlobClient client, string blob, string path, bool replace, RetryPolicy policy, Func<int, int> blockSize)
    {
        (_client, _blob, _path, _policy) = (client, blob, path, policy);
        _traits = new BlobTraits(ContentTypes.Of(blob), _id, replace);
        _content = new BlockStream(blockSize, concurrency: 2, (number, data, token) =>
            policy.RunAsync(attempt => client.PutBlockAsync(blob, BlockId(number), data, path, attempt), token));
    }

    public Stream Content => _content;

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        var (blocks, whole, _) = await _content.FinishAsync(cancellationToken).ConfigureAwait(false);
        // Not at one stroke, small as it may be: a blob that a dead writer left uncommitted would count as being there.
        if (whole.Length > 0)
        {
            await _policy.RunAsync(token => _client.PutBlockAsync(_blob, BlockId(0), whole, _path, token), cancellationToken).ConfigureAwait(false);
            blocks = 1;
        }

        await _policy.RunAsync(async token =>
        {
            try
            {
                await _client.PutBlockListAsync(_blob, Enumerable.Range(0, blocks).Select(BlockId), _traits, _path, token).ConfigureAwait(false);
            }
            catch (StoreException error) when (!error.IsTransient)
            {
                // An earlier request may have come through and only its answer been lost; the transport repeats some by itself.
                if (!await IsOursAsync(token).ConfigureAwait(false)) throw;
            }
        }, cancellationToken).ConfigureAwait(false);
        // Every block was held against its digest on arrival; what is left to show is that they are all there.
        if (!await _policy.RunAsync(IsOursAsync, cancellationToken).ConfigureAwait(false))
            throw new StoreException(ErrorTable.BackupCorrupt, $"{_path} is not what was written there") { Subject = _path };
    }

    public ValueTask DisposeAsync() => _content.DisposeAsync();

    private async Task<bool> IsOursAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.HeadAsync(_blob, _path, cancellationToken).ConfigureAwait(false);
            return response.Content.Headers.ContentLength == _content.Length
                && response.Headers.TryGetValues(AzureBlobClient.WriterHeader, out var writers) && writers.Contains(_id, StringComparer.Ordinal);
        }
        catch (StoreException error) when (error.Kind == ErrorTable.BackupNotFound)
        {
            return false;
        }
    }

    // All of one length, as the service demands; with our own id, so that two writers of one name never mix their blocks.
    private string BlockId(int number) => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_id}-{number:D6}")));
}
