using EventLinkDr.Storage;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.StoreContract;

namespace EventLinkDr.Core.Tests.Storage;

/// <summary>The decorator, and the store in memory that other tests stand on.</summary>
public sealed class RetryingStoreContractTests : StoreContractTests
{
    private readonly MemoryStore _memory = new();

    protected override Task<IBackupStore> OpenPlaceAsync() => Task.FromResult<IBackupStore>(new RetryingStore(_memory, RetryPolicy.Standard));
}
