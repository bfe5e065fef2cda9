using EventLinkDr.Storage;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.StoreContract;

namespace EventLinkDr.Core.Tests.Storage;

public sealed class DirectoryStoreContractTests : StoreContractTests
{
    private readonly TemporaryDirectory _directory = new();

    public override ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return base.DisposeAsync();
    }

    protected override Task<IBackupStore> OpenPlaceAsync() => Task.FromResult<IBackupStore>(new DirectoryStore(_directory.Path));
}
