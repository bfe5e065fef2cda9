using EventLinkDr.Storage;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Faults;
using EventLinkDr.TestKit.StoreContract;

namespace EventLinkDr.Adapters.Tests.S3;

public sealed class S3HostileTests(MotoFixture moto) : HostileStoreTests
{
    private MotoPlace _place = null!;

    protected override int LargeLength => 12_000_000;

    protected override Uri Service => _place.Service;

    public override async ValueTask InitializeAsync() => _place = await MotoPlace.CreateAsync(moto);

    private protected override IBackupStore OpenPlace(Uri service, RetryPolicy policy) => new RetryingStore(_place.Open("p/", service, policy), policy);

    // The end of a multipart upload, or an object at one stroke that is no probe.
    protected override bool IsCommit(ProxiedRequest request) =>
        (request.Method == "POST" && request.Target.Contains("uploadId=", StringComparison.Ordinal))
        || (request.Method == "PUT" && !request.Target.Contains('?', StringComparison.Ordinal) && !request.Target.Contains("probe", StringComparison.Ordinal));
}
