using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Pins;
using EventLinkDr.Operations.Retention;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Faults;
using static EventLinkDr.Core.Tests.Operations.Retention.History;

namespace EventLinkDr.Core.Tests.Operations.Retention;

public sealed class RemovalOperationTests : IDisposable
{
    private static readonly DateTimeOffset Newest = At("2026-05-03T02:00Z");

    private readonly TemporaryDirectory _directory = new();
    private readonly DirectoryStore _store;
    private readonly List<string> _names;

    public RemovalOperationTests()
    {
        _store = new DirectoryStore(_directory.Path);
        _names = [.. Enumerable.Range(0, 3).Select(day => Path.GetFileName(SampleBackup.Create(time: Newest.AddDays(-day), rows: 4).Save(_directory.Path)))];
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static RemovalOptions LastOne => new() { Policy = new RetentionPolicy { KeepLast = 1 } };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Prepare_APolicy_ListsEveryBackupAndChangesNothing()
    {
        var before = Directory.GetFiles(_directory.Path);
        var plan = await new RemovalOperation(_store).PrepareAsync(LastOne, Token);

        Assert.Equal(before, Directory.GetFiles(_directory.Path));
        Assert.Equal([PlanEffect.Keep, PlanEffect.Drop, PlanEffect.Drop], plan.Steps.Select(step => step.Effect));
        Assert.Equal([_names[2], _names[1]], plan.Expired.Select(set => set.Name));
        Assert.Contains("time zone UTC", plan.Notes[0], StringComparison.Ordinal);
        Assert.Contains("last (1 of 1)", PlanText.Of(plan), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_APolicy_RemovesDataManifestAndProofsAndNothingElse()
    {
        var proof = ManifestSerializer.BaseName(_names[1]) + ".proof-20260503T030000Z.json";
        File.WriteAllText(_directory.File(proof), "{}");
        File.WriteAllText(_directory.File("README"), "mine");
        var result = await RunAsync(_store, LastOne);

        Assert.Equal([_names[2], _names[1]], result.Removed.Select(set => set.Name));
        Assert.Equal((1, 0), (result.Kept, result.Refused.Count));
        Assert.Equal(new[] { "README", _names[0], ManifestSerializer.NameFor(_names[0]) }.Order(StringComparer.Ordinal), Files());
    }

    [Theory]
    [InlineData("manifest")]
    [InlineData("data")]
    public async Task Prepare_ABackupThatCouldNotBeRead_StaysThoughItLooksDamaged(string unreadable)
    {
        // Of one without a manifest the data is read, to see what it is.
        if (unreadable == "data") File.Delete(_directory.File(ManifestSerializer.NameFor(_names[2])));
        var away = unreadable == "data" ? _names[2] : ManifestSerializer.NameFor(_names[2]);
        foreach (var file in Directory.GetFiles(_directory.Path)) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-30));
        var store = new FaultyStore(_store, call => call.Operation == "OpenRead" && call.Name == away ? new StoreException(ErrorTable.StoreUnavailable, "away") { IsTransient = true } : null);
        var options = new RemovalOptions { Policy = new RetentionPolicy { KeepLast = 1, IncludeIncomplete = true } };
        var plan = await new RemovalOperation(store).PrepareAsync(options, Token);
        Assert.Equal([_names[1]], plan.Expired.Select(set => set.Name));
        Assert.Contains("could not be read", plan.Decisions.Single(decision => decision.Backup.Name == _names[2]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prepare_APolicyForANameThatIsNotThere_IsAnErrorAndNoPolicyThatNeverRemovesAnything()
    {
        var operation = new RemovalOperation(_store);
        var error = await Assert.ThrowsAsync<DrException>(() => operation.PrepareAsync(LastOne with { Names = ["/backups"] }, Token));
        Assert.Equal("BackupNotFound", error.Id);
        Assert.Empty((await operation.PrepareAsync(LastOne with { Names = ["none-*"] }, Token)).Decisions);
    }

    [Fact]
    public async Task Run_EachBackup_LosesItsManifestFirstThenItsData()
    {
        var recording = new RecordingDeletes(_store);
        File.WriteAllText(_directory.File(ManifestSerializer.BaseName(_names[2]) + ".proof-20260503T030000Z.json"), "{}");
        await RunAsync(recording, new RemovalOptions { Names = [_names[2]] });

        Assert.Equal([ManifestSerializer.NameFor(_names[2]), _names[2], ManifestSerializer.BaseName(_names[2]) + ".proof-20260503T030000Z.json"], recording.Deleted);
    }

    [Fact]
    public async Task Run_CutAfterTheManifest_LeavesNothingThatPassesForABackup()
    {
        var faulty = new RecordingDeletes(_store) { FailAt = 2 };
        await Assert.ThrowsAsync<DrException>(() => RunAsync(faulty, new RemovalOptions { Names = [_names[2]] }));

        Assert.Equal(BackupState.Incomplete, (await new BackupCatalog(_store).GetAsync(_names[2], Token)).State);
    }

    [Fact]
    public async Task Run_DataThatTheStoreKeeps_StaysABackup()
    {
        var locked = new RecordingDeletes(_store) { Locked = _names[2] };
        var result = await RunAsync(locked, LastOne);

        Assert.Equal([_names[1]], result.Removed.Select(set => set.Name));
        Assert.Equal(_names[2], Assert.Single(result.Refused).Backup.Name);
        Assert.Equal(BackupState.Complete, (await new BackupCatalog(_store).GetAsync(_names[2], Token)).State);
    }

    [Fact]
    public async Task Run_PinnedSinceThePlan_Stays()
    {
        var operation = new RemovalOperation(_store);
        var plan = await operation.PrepareAsync(LastOne, Token);
        var pins = new PinOperation(_store);
        await pins.RunAsync(await pins.PrepareAsync(_names[1], pin: true, "evidence", Token), Token);
        var result = await operation.RunAsync(plan, NullObserver.Instance, Token);

        Assert.Equal([_names[2]], result.Removed.Select(set => set.Name));
        Assert.Equal("it was pinned meanwhile", Assert.Single(result.Refused).Reason);
        Assert.True(File.Exists(_directory.File(_names[1])));
    }

    [Fact]
    public async Task Run_WrittenAgainSinceThePlan_Stays()
    {
        var operation = new RemovalOperation(_store);
        var plan = await operation.PrepareAsync(new RemovalOptions { Names = [_names[1]] }, Token);
        File.AppendAllText(_directory.File(_names[1]), "more");
        var result = await operation.RunAsync(plan, NullObserver.Instance, Token);

        Assert.Equal("it was written again meanwhile", Assert.Single(result.Refused).Reason);
        Assert.True(File.Exists(_directory.File(_names[1])));
    }

    [Fact]
    public async Task Prepare_ByName_TakesPatternsAndManifests()
    {
        var plan = await new RemovalOperation(_store).PrepareAsync(new RemovalOptions { Names = ["*20260501*", ManifestSerializer.NameFor(_names[1])] }, Token);

        Assert.Equal([_names[2], _names[1]], plan.Expired.Select(set => set.Name));
    }

    [Fact]
    public async Task Prepare_APolicyForSomeNames_LooksAtThoseAlone()
    {
        var plan = await new RemovalOperation(_store).PrepareAsync(LastOne with { Names = [_names[1], _names[2]] }, Token);

        Assert.Equal([_names[2]], plan.Expired.Select(set => set.Name));
        Assert.Equal(2, plan.Decisions.Count);
    }

    [Fact]
    public async Task Prepare_WhatMustNotGo_IsRefused()
    {
        File.Delete(_directory.File(ManifestSerializer.NameFor(_names[1])));
        File.WriteAllText(_directory.File(ManifestSerializer.BaseName(_names[2]) + ".pin"), "");

        Assert.Equal("BackupNotFound", await RefusalAsync("none.sql.gz"));
        Assert.Equal("BackupPinned", await RefusalAsync(_names[2]));
        Assert.Equal("RemovalRefused", await RefusalAsync(_names[1]));
        Assert.Equal("RetentionPolicyEmpty", await RefusalAsync());
        Assert.Equal("RetentionPolicyEmpty", (await Assert.ThrowsAsync<DrException>(() => new RemovalOperation(_store).PrepareAsync(new RemovalOptions { Policy = new RetentionPolicy() }, Token))).Id);
        File.Delete(_directory.File(ManifestSerializer.BaseName(_names[2]) + ".pin"));
        Assert.Equal("RetentionLeavesNothing", await RefusalAsync(_names[0], _names[2]));
        Assert.Equal([_names[1]], (await new RemovalOperation(_store).PrepareAsync(new RemovalOptions { Names = [_names[1]], IncludeIncomplete = true }, Token)).Expired.Select(set => set.Name));
    }

    [Fact]
    public async Task Run_Cancelled_StopsBetweenBackups()
    {
        var plan = await new RemovalOperation(_store).PrepareAsync(LastOne, Token);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new RemovalOperation(_store).RunAsync(plan, NullObserver.Instance, stop.Token));
        Assert.Equal(3, (await new BackupCatalog(_store).ListAsync(BackupFilter.All, Token)).Count(set => set.State == BackupState.Complete));
    }

    private static async Task<RemovalResult> RunAsync(IBackupStore store, RemovalOptions options)
    {
        var operation = new RemovalOperation(store);
        return await operation.RunAsync(await operation.PrepareAsync(options, Token), NullObserver.Instance, Token);
    }

    private async Task<string> RefusalAsync(params string[] names) =>
        (await Assert.ThrowsAsync<DrException>(() => new RemovalOperation(_store).PrepareAsync(new RemovalOptions { Names = names }, Token))).Id;

    private IEnumerable<string> Files() => Directory.GetFiles(_directory.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    /// <summary>Notes what is deleted; fails or refuses where it is told to.</summary>
    private sealed class RecordingDeletes(IBackupStore inner) : IBackupStore
    {
        public List<string> Deleted { get; } = [];

        public int FailAt { get; init; }

        public string? Locked { get; init; }

        public string Location => inner.Location;

        public string PathOf(string name) => inner.PathOf(name);

        public IAsyncEnumerable<StoredObject> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

        public Task<StoredObject?> StatAsync(string name, CancellationToken cancellationToken) => inner.StatAsync(name, cancellationToken);

        public Task<Stream> OpenReadAsync(string name, long offset, CancellationToken cancellationToken) => inner.OpenReadAsync(name, offset, cancellationToken);

        public Task<IStoreWriter> CreateAsync(string name, bool replace, CancellationToken cancellationToken) => inner.CreateAsync(name, replace, cancellationToken);

        public async Task DeleteAsync(string name, CancellationToken cancellationToken)
        {
            if (name == Locked) throw new DrException(ErrorTable.BackupLocked, name + " is kept until 2027-01-01");
            Deleted.Add(name);
            if (Deleted.Count == FailAt) throw new DrException(ErrorTable.StoreUnavailable, "the store is away");
            await inner.DeleteAsync(name, cancellationToken);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
