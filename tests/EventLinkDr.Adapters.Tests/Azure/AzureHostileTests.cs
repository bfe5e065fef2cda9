using EventLinkDr.Storage;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Faults;
using EventLinkDr.TestKit.StoreContract;

namespace EventLinkDr.Adapters.Tests.Azure;

public sealed class AzureHostileTests(AzuriteFixture azurite) : HostileStoreTests
{
    private AzuritePlace _place = null!;

    protected override int LargeLength => 2_700_000;

    protected override Uri Service => _place.Service;

    public override async ValueTask InitializeAsync() => _place = await AzuritePlace.CreateAsync(azurite);

    private protected override IBackupStore OpenPlace(Uri service, RetryPolicy policy) => new RetryingStore(_place.Open("p/", service, policy), policy);

    protected override bool IsCommit(ProxiedRequest request) => request.Target.Contains("comp=blocklist", StringComparison.Ordinal);
}
