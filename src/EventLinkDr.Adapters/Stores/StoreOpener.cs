using System.Collections.Concurrent;
using EventLinkDr.Adapters.Azure;
using EventLinkDr.Adapters.S3;
using EventLinkDr.Storage;

namespace EventLinkDr.Adapters.Stores;

/// <summary>Opens stores of every kind. The SDK of S3 is loaded by the first store of that kind.</summary>
internal sealed class StoreOpener(Func<string, string?> environment) : IStoreOpener
{
    // What a listing gives back names a container without the signature it was opened with, and goes down a pipeline.
    private readonly ConcurrentDictionary<(string?, string, Uri?), string> _signatures = new();

    /// <summary>With the credentials of this process's environment.</summary>
    public static StoreOpener Standard { get; } = new(Environment.GetEnvironmentVariable);

    public IBackupStore Open(BackupLocation location) => location.Kind switch
    {
        StoreKind.Directory => new DirectoryStore(location.Container),
        StoreKind.S3 => OpenS3(location),
        _ => OpenAzure(location),
    };

    private RetryingStore OpenAzure(BackupLocation location)
    {
        var container = (location.Account, location.Container, location.Endpoint);
        if (location.Signature is { } signature) _signatures[container] = signature;
        return new RetryingStore(AzureConnection.Open(location, environment, RetryPolicy.Standard, _signatures.GetValueOrDefault(container)), RetryPolicy.Standard);
    }

    // A method of its own: the runtime loads what a method names when the method is first called.
    private RetryingStore OpenS3(BackupLocation location) =>
        new(new S3Store(new S3Client(location, environment, credentials: null), location, RetryPolicy.Standard), RetryPolicy.Standard);
}
