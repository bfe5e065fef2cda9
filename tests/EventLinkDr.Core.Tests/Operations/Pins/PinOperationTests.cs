using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Pins;
using EventLinkDr.TestKit;

namespace EventLinkDr.Core.Tests.Operations.Pins;

public sealed class PinOperationTests : IAsyncDisposable
{
    private readonly MemoryStore _store = new();
    private readonly SampleBackup _backup = SampleBackup.Create(rows: 4);

    public PinOperationTests()
    {
        _store[_backup.Name] = _backup.Data;
        _store[_backup.ManifestName] = _backup.ManifestBytes;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Pin_ThenUnpin_IsSeenByTheCatalog()
    {
        Assert.True((await RunAsync(pin: true)).Pinned);
        Assert.True((await new BackupCatalog(_store).GetAsync(_backup.Name, Token)).Pinned);
        Assert.Contains("for the audit", System.Text.Encoding.UTF8.GetString(_store[PinSidecar.NameFor(_backup.Name)]), StringComparison.Ordinal);

        Assert.False((await RunAsync(pin: false)).Pinned);
        Assert.False((await new BackupCatalog(_store).GetAsync(_backup.Name, Token)).Pinned);
    }

    [Fact]
    public async Task Pin_Twice_KeepsTheFirst()
    {
        await RunAsync(pin: true);
        var first = _store[PinSidecar.NameFor(_backup.Name)];
        await RunAsync(pin: true);

        Assert.Same(first, _store[PinSidecar.NameFor(_backup.Name)]);
    }

    [Fact]
    public async Task Prepare_ChangesNothing()
    {
        var plan = await new PinOperation(_store).PrepareAsync(_backup.ManifestName, pin: true, null, Token);

        Assert.Single(plan.Steps);
        Assert.Equal(2, _store.Names.Count);
    }

    [Fact]
    public async Task Prepare_WhatIsNoBackup_IsRefused()
    {
        Assert.Equal("BackupNotFound", (await Assert.ThrowsAsync<DrException>(() => new PinOperation(_store).PrepareAsync("none.sql.gz", pin: true, null, Token))).Id);
        await _store.DeleteAsync(_backup.ManifestName, Token);
        Assert.Equal("BackupIncomplete", (await Assert.ThrowsAsync<DrException>(() => new PinOperation(_store).PrepareAsync(_backup.Name, pin: true, null, Token))).Id);
    }

    private async Task<EventLinkDr.Model.BackupSet> RunAsync(bool pin)
    {
        var operation = new PinOperation(_store);
        return await operation.RunAsync(await operation.PrepareAsync(_backup.Name, pin, "for the audit", Token), Token);
    }
}
