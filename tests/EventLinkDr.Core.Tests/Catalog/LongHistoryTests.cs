using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Faults;

namespace EventLinkDr.Core.Tests.Catalog;

/// <summary>What is read of a store with many backups, and what is kept of it.</summary>
public sealed class LongHistoryTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SampleBackup Sample = SampleBackup.Create(rows: 2);

    private readonly MemoryStore _store = new();
    private int _reads;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task List_OnlyTheNewest_LeavesTheManifestsOfOldNamesAlone()
    {
        for (var day = 0; day < 500; day++) Add(Noon.AddDays(day));
        _store[BackupName.For("eventlink", Noon.AddDays(499), 1)] = [1, 2, 3];
        Assert.Equal([498], await DaysAsync(new BackupFilter { Latest = true }));
        Assert.InRange(_reads, 2, 64);
        Assert.Equal([499, 498, 497], await DaysAsync(new BackupFilter { Last = 3 }));
        Assert.InRange(_reads, 3, 64);
        Assert.Equal(100, (await DaysAsync(new BackupFilter { Last = 100 })).Count);
        Assert.InRange(_reads, 100, 128);
        Assert.Equal([11, 10], await DaysAsync(new BackupFilter { After = Noon.AddDays(9), Before = Noon.AddDays(12) }));
        Assert.InRange(_reads, 2, 8);
        Assert.Empty(await DaysAsync(new BackupFilter { Last = 0 }));
    }

    [Fact]
    public async Task List_TheNewestByItsManifestAndNotByItsName_IsFound()
    {
        // More than are read at a time, whose host's clock was hours ahead of the server's.
        for (var minute = 0; minute < 100; minute++) Add(Noon.AddMinutes(minute), Noon.AddHours(-20).AddMinutes(minute));
        var newest = Add(Noon.AddHours(-3), Noon.AddHours(-1));
        Assert.Equal(newest, Assert.Single(await ListAsync(new BackupFilter { Latest = true })).Name);
        // Whoever names a file tells nothing of its time.
        var named = Add(Noon.AddHours(5), name: "before-migration.sql.gz");
        Assert.Equal(named, Assert.Single(await ListAsync(new BackupFilter { Last = 1 })).Name);
        Assert.Equal(named, Assert.Single(await ListAsync(new BackupFilter { After = Noon })).Name);
    }

    [Fact]
    public async Task List_NamesWithTimesAtTheEndsOfTheCalendar_AreNoObstacle()
    {
        var first = Add(Noon, name: "x-00010101T000000Z.sql.gz");
        var last = Add(Noon.AddDays(1), name: "x-99991231T235959Z.sql.gz");
        Assert.Equal([last, first], (await ListAsync(BackupFilter.All)).Select(set => set.Name));
        Assert.Equal(last, Assert.Single(await ListAsync(new BackupFilter { Last = 1, After = Noon })).Name);
    }

    [Fact]
    public async Task List_ManyBackups_HaveTheirManifestsWhenTheyAreAskedFor()
    {
        for (var day = 0; day < 3; day++) Add(Noon.AddDays(day));
        var sets = await ListAsync(BackupFilter.All);
        foreach (var name in _store.Names.ToList()) await _store.DeleteAsync(name, Token);
        Assert.All(sets, set => Assert.Equal((set.Id, set.Time, 2, Sample.Manifest.Members.Count),
            (set.Manifest!.Id, set.Manifest.SnapshotTime, set.Manifest.Tables.Count, set.Manifest.Members.Count)));
        Assert.Null((sets[0] with { Manifest = null }).Id);
    }

    [Fact]
    public async Task List_AManifestThatIsWholeButNotOneOfABackup_IsAnErrorWhereItIsRead()
    {
        var name = Add(Noon);
        var manifest = ManifestSerializer.NameFor(name);
        // Sealed by the hash of its own bytes, as if a program had left its tables out.
        var text = System.Text.Encoding.UTF8.GetString(_store[manifest]).Replace("\"tables\"", "\"other\"", StringComparison.Ordinal);
        _store[manifest] = ManifestSerializer.Sign(text[..text.LastIndexOf(',')] + "\n}");
        var error = Assert.Throws<DrException>(() => Assert.Single(ListAsync(BackupFilter.All).GetAwaiter().GetResult()).Manifest);
        Assert.Equal(ErrorTable.ManifestMismatch, error.Kind);
        Assert.Equal(BackupState.Damaged, (await new BackupCatalog(_store).GetAsync(name, Token)).State);
    }

    [Theory]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "abcb", false)]
    [InlineData("*.sql.gz", "x.sql.gz", true)]
    [InlineData("*.sql.gz", "x.sql.gz.age", false)]
    [InlineData("a*b*c", "aXbXbXc", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("A+(B)", "a+(b)", true)]
    [InlineData("a", "ab", false)]
    [InlineData("ab", "a", false)]
    [InlineData("a**", "a", true)]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("ȘTEF*", "ștefan", true)]
    public void NamePattern_Fits_AsWildcardsDo(string pattern, string name, bool fits) => Assert.Equal(fits, NamePattern.Fits(name, [pattern]));

    [Fact]
    public void BackupName_OfADatabaseWhoseNameHoldsATime_TellsItsOwn()
    {
        var name = BackupName.For("shop-20200101T000000Z", Noon, 2);
        Assert.Equal((Noon, "shop-20200101T000000Z"), (BackupName.TimeOf(name), BackupName.DatabaseOf(name)));
    }

    private async Task<List<int>> DaysAsync(BackupFilter filter)
    {
        _reads = 0;
        return [.. (await ListAsync(filter)).Select(set => (int)(set.Time - Noon).TotalDays)];
    }

    private Task<IReadOnlyList<BackupSet>> ListAsync(BackupFilter filter) => new BackupCatalog(new FaultyStore(_store, call =>
    {
        if (call.Operation == "OpenRead") Interlocked.Increment(ref _reads);
        return null;
    })).ListAsync(filter, Token);

    private string Add(DateTimeOffset named, DateTimeOffset? taken = null, string? name = null)
    {
        name ??= BackupName.For("eventlink", named, 1);
        _store[name] = Sample.Data;
        _store[ManifestSerializer.NameFor(name)] = ManifestSerializer.Write(Sample.Manifest with { Id = Guid.NewGuid(), FileName = name, SnapshotTime = taken ?? named });
        return name;
    }
}
