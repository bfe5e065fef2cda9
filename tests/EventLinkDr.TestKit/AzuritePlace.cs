using EventLinkDr.Adapters.Azure;
using EventLinkDr.Storage;
using Xunit;

namespace EventLinkDr.TestKit;

/// <summary>A container of a test's own.</summary>
internal sealed class AzuritePlace
{
    private readonly string _container = $"test-{Guid.NewGuid():N}";
    private AzuritePlace(Uri service) => Service = service;

    public Uri Service { get; }

    public string Address => $"{Service}/{_container}";

    public static async Task<AzuritePlace> CreateAsync(AzuriteFixture azurite)
    {
        var place = new AzuritePlace(await azurite.RequireAsync());
        using var connection = new AzureConnection(place.Location("", place.Service), Environment);
        await connection.Client.CreateContainerAsync(TestContext.Current.CancellationToken);
        return place;
    }

    /// <summary>Opens what stands under a prefix, in small blocks and pages.</summary>
    public AzureBlobStore Open(string prefix, Uri? service = null, RetryPolicy? policy = null)
    {
        var location = Location(prefix, service ?? Service);
        var connection = new AzureConnection(location, Environment);
        return new AzureBlobStore(connection.Client, location, policy ?? RetryPolicy.None, connection) { BlockSize = _ => 1_000_000, PageSize = 10 };
    }

    public BackupLocation Location(string prefix, Uri service) => new()
    {
        Kind = StoreKind.AzureBlob, Account = AzuriteFixture.Account, Container = _container, Prefix = prefix, Endpoint = service,
    };

    private static string? Environment(string name) => name == "AZURE_STORAGE_KEY" ? AzuriteFixture.Key : null;
}
