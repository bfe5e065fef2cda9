using EventLinkDr.Storage;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Faults;

namespace EventLinkDr.Scenarios.Stores;

/// <summary>A bucket or a container of a test's own, on a stand-in of this host.</summary>
internal sealed record RemotePlace(Func<Uri?, RetryPolicy?, IBackupStore> OpenWith, Func<string, IBackupStore> OpenBelow, Uri Service, string Address)
{
    /// <summary>What the command line needs to reach either of them.</summary>
    public static IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>
    {
        ["AZURE_STORAGE_ACCOUNT"] = AzuriteFixture.Account, ["AZURE_STORAGE_KEY"] = AzuriteFixture.Key, ["AWS_ACCESS_KEY_ID"] = "key", ["AWS_SECRET_ACCESS_KEY"] = "secret",
    };

    public static async Task<RemotePlace> CreateAsync(StoreKind kind, AzuriteFixture azurite, MotoFixture moto, bool withObjectLock = false)
    {
        if (kind == StoreKind.AzureBlob)
        {
            var container = await AzuritePlace.CreateAsync(azurite);
            return new RemotePlace((service, policy) => container.Open("eventlink/", service, policy), below => container.Open($"eventlink/{below}/"), container.Service, container.Location("eventlink/", container.Service).ToString());
        }

        var bucket = await MotoPlace.CreateAsync(moto, withObjectLock);
        return new RemotePlace((service, policy) => bucket.Open("eventlink/", service, policy), below => bucket.Open($"eventlink/{below}/"), bucket.Service, bucket.Location("eventlink/", bucket.Service).ToString());
    }

    /// <summary>The store, as its own server answers.</summary>
    public IBackupStore Open() => OpenAt(null);

    /// <summary>The store by way of a proxy; what fails once fails.</summary>
    public IBackupStore OpenAt(Uri? service) => OpenWith(service, null);

    /// <summary>The store by way of a proxy, as production opens it; waits are over at once.</summary>
    public IBackupStore OpenPatiently(Uri service)
    {
        var policy = new RetryPolicy(new EagerClock(), () => 1);
        return new RetryingStore(OpenWith(service, policy), policy);
    }

    public Task<IReadOnlyList<string>> NamesAsync() => NamesAsync(Open());

    /// <summary>The names in a directory below it.</summary>
    public Task<IReadOnlyList<string>> NamesBelowAsync(string directory) => NamesAsync(OpenBelow(directory));

    private static async Task<IReadOnlyList<string>> NamesAsync(IBackupStore opened)
    {
        await using var store = opened;
        var names = new List<string>();
        await foreach (var found in store.ListAsync(TestContext.Current.CancellationToken)) names.Add(found.Name);
        return [.. names.Order(StringComparer.Ordinal)];
    }
}
