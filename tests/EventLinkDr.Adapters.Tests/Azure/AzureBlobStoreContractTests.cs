using EventLinkDr.Adapters.Azure;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.StoreContract;

namespace EventLinkDr.Adapters.Tests.Azure;

/// <summary>The contract, on Azurite, under a prefix beside which other things lie.</summary>
public sealed class AzureBlobStoreContractTests(AzuriteFixture azurite) : StoreContractTests
{
    private AzuritePlace _place = null!;

    protected override int LargeLength => 3_500_000;

    public override async ValueTask InitializeAsync()
    {
        _place = await AzuritePlace.CreateAsync(azurite);
        await using var neighbour = _place.Open("backups-of-others/");
        await WriteAsync(neighbour, "a", Content(1));
        await using var above = _place.Open("");
        await WriteAsync(above, "backups", Content(1));
        await using var below = _place.Open("backups/deeper/");
        await WriteAsync(below, "a", Content(1));
    }

    protected override Task<IBackupStore> OpenPlaceAsync() => Task.FromResult<IBackupStore>(_place.Open("backups/"));
}
