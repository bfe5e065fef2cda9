using EventLinkDr.Storage;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.StoreContract;

namespace EventLinkDr.Adapters.Tests.S3;

/// <summary>The contract, on moto's server, under a prefix beside which other things lie.</summary>
public sealed class S3StoreContractTests(MotoFixture moto) : StoreContractTests
{
    private MotoPlace _place = null!;

    protected override int LargeLength => 11_000_000;

    // Moto's threads look first and write then.
    protected override bool CommitsAtomically => false;

    public override async ValueTask InitializeAsync()
    {
        _place = await MotoPlace.CreateAsync(moto);
        await using var neighbour = _place.Open("backups-of-others/");
        await WriteAsync(neighbour, "a", Content(1));
        await using var above = _place.Open("");
        await WriteAsync(above, "backups", Content(1));
        await using var below = _place.Open("backups/deeper/");
        await WriteAsync(below, "a", Content(1));
    }

    protected override Task<IBackupStore> OpenPlaceAsync() => Task.FromResult<IBackupStore>(_place.Open("backups/"));
}
