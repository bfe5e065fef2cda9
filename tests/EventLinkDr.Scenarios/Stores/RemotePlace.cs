using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Stores;

/// <summary>A bucket or a container of a test's own, on a stand-in of this host.</summary>
internal sealed record RemotePlace(Func<Uri?, IBackupStore> OpenAt, Uri Service)
{
    public static async Task<RemotePlace> CreateAsync(StoreKind kind, AzuriteFixture azurite, MotoFixture moto)
    {
        if (kind == StoreKind.AzureBlob)
        {
            var container = await AzuritePlace.CreateAsync(azurite);
            return new RemotePlace(service => container.Open("eventlink/", service), container.Service);
        }

        var bucket = await MotoPlace.CreateAsync(moto);
        return new RemotePlace(service => bucket.Open("eventlink/", service), bucket.Service);
    }

    /// <summary>The store, as its own server answers.</summary>
    public IBackupStore Open() => OpenAt(null);

    public async Task<IReadOnlyList<string>> NamesAsync()
    {
        await using var store = Open();
        var names = new List<string>();
        await foreach (var found in store.ListAsync(TestContext.Current.CancellationToken)) names.Add(found.Name);
        return [.. names.Order(StringComparer.Ordinal)];
    }
}
