using EventLinkDr.Adapters.Azure;
using EventLinkDr.Adapters.S3;
using EventLinkDr.Storage;

namespace EventLinkDr.Adapters.Stores;

/// <summary>Opens stores of every kind. The SDK of S3 is loaded by the first store of that kind.</summary>
internal sealed class StoreOpener(Func<string, string?> environment) : IStoreOpener
{
    /// <summary>With the credentials of this process's environment.</summary>
    public static StoreOpener Standard { get; } = new(Environment.GetEnvironmentVariable);

    public IBackupStore Open(BackupLocation location) => location.Kind switch
    {
        StoreKind.Directory => new DirectoryStore(location.Container),
        StoreKind.S3 => OpenS3(location),
        _ => new RetryingStore(AzureConnection.Open(location, environment, RetryPolicy.Standard), RetryPolicy.Standard),
    };

    // A method of its own: the runtime loads what a method names when the method is first called.
    private RetryingStore OpenS3(BackupLocation location) =>
        new(new S3Store(new S3Client(location, environment, credentials: null), location, RetryPolicy.Standard), RetryPolicy.Standard);
}
