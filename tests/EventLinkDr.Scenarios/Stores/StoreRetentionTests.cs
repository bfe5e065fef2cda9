using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Pins;
using EventLinkDr.Operations.RecoveryPoints;
using EventLinkDr.Operations.Retention;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Stores;

/// <summary>Retention where the copies are: what stays, what goes, what the store itself keeps.</summary>
public sealed class StoreRetentionTests(AzuriteFixture azurite, MotoFixture moto)
{
    private static readonly DateTimeOffset Newest = DateTimeOffset.UtcNow.AddHours(-2);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.AzureBlob)]
    [InlineData(StoreKind.S3)]
    public async Task Remove_ByPolicy_LeavesTheNewestAndThePinned(StoreKind kind)
    {
        var place = await RemotePlace.CreateAsync(kind, azurite, moto);
        await using var store = place.Open();
        var samples = await FillAsync(store, 4);
        var pins = new PinOperation(store);
        await pins.RunAsync(await pins.PrepareAsync(samples[2].Name, pin: true, null, Token), Token);

        var result = await RemoveAsync(store, new RemovalOptions { Policy = new RetentionPolicy { KeepLast = 1 } });

        Assert.Empty(result.Refused);
        Assert.Equal([samples[3].Name, samples[1].Name], result.Removed.Select(set => set.Name));
        string[] left = [samples[0].Name, samples[0].ManifestName, samples[2].Name, samples[2].ManifestName, PinSidecar.NameFor(samples[2].Name)];
        Assert.Equal(left.Order(StringComparer.Ordinal), await place.NamesAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Remove_WhatTheBucketKeeps_StaysABackup(bool manifestToo)
    {
        var place = await RemotePlace.CreateAsync(StoreKind.S3, azurite, moto, withObjectLock: true);
        await using var store = place.Open();
        var samples = await FillAsync(store, 3);
        var until = DateTimeOffset.UtcNow.AddDays(30);
        await store.RetainAsync(samples[1].Name, until, Token);
        if (manifestToo) await store.RetainAsync(samples[1].ManifestName, until, Token);

        var result = await RemoveAsync(store, new RemovalOptions { Policy = new RetentionPolicy { KeepLast = 1 } });

        Assert.Equal([samples[2].Name], result.Removed.Select(set => set.Name));
        Assert.Contains("is kept until", Assert.Single(result.Refused).Reason, StringComparison.Ordinal);
        var left = await new BackupCatalog(store).ListAsync(BackupFilter.All, Token);
        Assert.Equal([(samples[0].Name, BackupState.Complete), (samples[1].Name, BackupState.Complete)], left.Select(set => (set.Name, set.State)));
    }

    [Fact]
    public async Task Measure_ABackupInAStore_IsOffTheHost()
    {
        var place = await RemotePlace.CreateAsync(StoreKind.AzureBlob, azurite, moto);
        await using var store = place.Open();
        var samples = await FillAsync(store, 1);
        var listed = await new BackupCatalog(store).ListAsync(BackupFilter.All, Token);

        var point = Assert.Single(RecoveryPointMeasure.Of(listed, new RecoveryPointObjectives { Rpo = TimeSpan.FromHours(3), OffHostAge = TimeSpan.FromHours(3) }, DateTimeOffset.UtcNow));

        Assert.Empty(point.Missed);
        Assert.Equal(samples[0].Name, point.NewestOffHost!.Name);
    }

    private static async Task<RemovalResult> RemoveAsync(IBackupStore store, RemovalOptions options)
    {
        var operation = new RemovalOperation(store);
        return await operation.RunAsync(await operation.PrepareAsync(options, Token), NullObserver.Instance, Token);
    }

    private static async Task<List<SampleBackup>> FillAsync(IBackupStore store, int count)
    {
        var samples = Enumerable.Range(0, count).Select(day => SampleBackup.Create(time: Newest.AddDays(-day), rows: 4)).ToList();
        foreach (var sample in samples)
        {
            await PutAsync(store, sample.Name, sample.Data);
            await PutAsync(store, sample.ManifestName, sample.ManifestBytes);
        }

        return samples;
    }

    private static async Task PutAsync(IBackupStore store, string name, byte[] content)
    {
        await using var writer = await store.CreateAsync(name, replace: false, Token);
        await writer.Content.WriteAsync(content, Token);
        await writer.CommitAsync(Token);
    }
}
