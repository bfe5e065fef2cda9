using System.Runtime.CompilerServices;

namespace EventLinkDr.Storage;

/// <summary>A store whose passing failures are tried again; a reader that breaks off goes on where it stood. What a writer sends, its own store repeats.</summary>
internal sealed class RetryingStore(IBackupStore inner, RetryPolicy policy) : IBackupStore
{
    public string Location => inner.Location;

    public string PathOf(string name) => inner.PathOf(name);

    public Task<StoreCapabilities> ProbeAsync(CancellationToken cancellationToken) => policy.RunAsync(inner.ProbeAsync, cancellationToken);

    public async IAsyncEnumerable<StoredObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A list that broke off is begun again; what was given out already is not given out twice.
        var given = new HashSet<string>(StringComparer.Ordinal);
        var failures = 0;
        while (true)
        {
            var objects = inner.ListAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (objects.ConfigureAwait(false))
            {
                StoreException? failure = null;
                while (failure is null)
                {
                    try
                    {
                        if (!await objects.MoveNextAsync().ConfigureAwait(false)) yield break;
                    }
                    catch (StoreException error) when (policy.DelayAfter(error, failures + 1) is not null)
                    {
                        failure = error;
                        continue;
                    }

                    if (given.Add(objects.Current.Name)) yield return objects.Current;
                }

                await policy.WaitAsync(failure, ++failures, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public Task<StoredObject?> StatAsync(string name, CancellationToken cancellationToken) =>
        policy.RunAsync(token => inner.StatAsync(name, token), cancellationToken);

    public async Task<Stream> OpenReadAsync(string name, long offset, CancellationToken cancellationToken)
    {
        var first = await policy.RunAsync(token => inner.OpenReadAsync(name, offset, token), cancellationToken).ConfigureAwait(false);
        return new ResumingStream(first, offset, (position, token) => inner.OpenReadAsync(name, position, token), policy);
    }

    public Task<IStoreWriter> CreateAsync(string name, bool replace, CancellationToken cancellationToken) =>
        policy.RunAsync(token => inner.CreateAsync(name, replace, token), cancellationToken);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => policy.RunAsync(token => inner.DeleteAsync(name, token), cancellationToken);

    public Task RetainAsync(string name, DateTimeOffset until, CancellationToken cancellationToken) =>
        policy.RunAsync(token => inner.RetainAsync(name, until, token), cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
