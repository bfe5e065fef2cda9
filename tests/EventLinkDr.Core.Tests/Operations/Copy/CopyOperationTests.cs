using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Copy;
using EventLinkDr.Operations.Verify;
using EventLinkDr.Storage;
using EventLinkDr.Streams;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Faults;

namespace EventLinkDr.Core.Tests.Operations.Copy;

public sealed class CopyOperationTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly MemoryStore _source = new();
    private readonly TemporaryDirectory _directory = new();
    private readonly DirectoryStore _destination;

    public CopyOperationTests() => _destination = new DirectoryStore(_directory.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Run_CompleteBackups_AreCopiedByteForByteOnceAndNothingElseIs()
    {
        var older = Put(Noon);
        var newer = Put(Noon.AddDays(1));
        _source["eventlink-20261125T000000Z.sql.gz"] = newer.Data;
        _source["theirs.sql"] = "-- PostgreSQL database dump\n"u8.ToArray();
        _source[ManifestSerializer.BaseName(older.Name) + ".pin"] = [];
        var proof = ManifestSerializer.BaseName(older.Name) + ".proof-20261123T120100Z.json";
        _source[proof] = "{}"u8.ToArray();

        var results = await CopyAsync(new CopyOptions());
        Assert.Equal([(older.Name, CopyAction.Copy), (newer.Name, CopyAction.Copy)], results.Select(result => (result.Backup!.Name, result.Action)));
        Assert.Equal(((string[])[older.Name, older.ManifestName, proof, newer.Name, newer.ManifestName]).Order(StringComparer.Ordinal), _directory.Files.Order(StringComparer.Ordinal));
        foreach (var name in _directory.Files) Assert.Equal(_source[name], await File.ReadAllBytesAsync(_directory.File(name), Token));

        Assert.All(await CopyAsync(new CopyOptions()), result => Assert.Equal((CopyAction.Skip, true, 0), (result.Action, result.Succeeded, result.Bytes)));
    }

    [Fact]
    public async Task Run_Newest_CopiesThatOneOnly()
    {
        Put(Noon);
        var newer = Put(Noon.AddDays(1));
        Assert.Equal(newer.Name, Assert.Single(await CopyAsync(new CopyOptions { Newest = true })).Backup!.Name);
        Assert.Equal(2, _directory.Files.Count);
    }

    [Fact]
    public async Task Prepare_NamedButNotComplete_IsAnError()
    {
        var backup = Put(Noon);
        _source[backup.Name] = backup.Data[..^1];
        Assert.Equal("BackupCorrupt", (await Assert.ThrowsAsync<DrException>(() => CopyAsync(new CopyOptions { Names = [backup.Name] }))).Id);
        Assert.Equal("BackupNotFound", (await Assert.ThrowsAsync<DrException>(() => CopyAsync(new CopyOptions { Names = ["other.sql.gz"] }))).Id);
        Assert.Equal("BackupNotFound", (await Assert.ThrowsAsync<DrException>(() => CopyAsync(new CopyOptions { Newest = true }))).Id);
        Assert.Empty(_directory.Files);
    }

    [Fact]
    public async Task Run_SourceHoldsOtherBytesThanItsManifestSays_SpreadsNothing()
    {
        var backup = Put(Noon);
        _source[backup.Name][backup.Data.Length / 2] ^= 1;
        var other = Put(Noon.AddDays(1));
        var results = await CopyAsync(new CopyOptions());
        Assert.Equal(["BackupCorrupt", null], results.Select(result => result.Error?.Id));
        Assert.Equal(((string[])[other.Name, other.ManifestName]).Order(), _directory.Files.Order());

        using var keys = TestKeys.Create();
        using var encryption = keys.Encryption();
        Assert.Equal("BackupCorrupt", Assert.Single(await CopyAsync(new CopyOptions { Names = [backup.Name], Encryption = encryption })).Error!.Id);
        Assert.Equal(2, _directory.Files.Count);
    }

    [Theory]
    [InlineData("Commit", ".sql.gz")]
    [InlineData("Write", ".sql.gz")]
    [InlineData("OpenRead", ".sql.gz")]
    [InlineData("Create", ".json")]
    [InlineData("Commit", ".json")]
    public async Task Run_DestinationBreaksOff_LeavesNoBackupAndTheNextCopyIsWhole(string operation, string ending)
    {
        var backup = Put(Noon);
        var cut = new FaultyStore(_destination, call => call.Operation == operation && call.Name.EndsWith(ending, StringComparison.Ordinal)
            ? new StoreException(ErrorTable.StoreUnavailable, "cut") : null);
        Assert.Equal("StoreUnavailable", Assert.Single(await CopyAsync(new CopyOptions(), cut)).Error!.Id);
        Assert.Empty(_directory.Files);
        Assert.True(Assert.Single(await CopyAsync(new CopyOptions())).Succeeded);
        Assert.Equal(backup.Data, await File.ReadAllBytesAsync(_directory.File(backup.Name), Token));
    }

    [Fact]
    public async Task Run_ArrivesAltered_IsFoundByReadingBackAndRemoved()
    {
        Put(Noon);
        var altering = new MemoryStore { Location = "other memory" };
        var store = new FaultyStore(altering, call =>
        {
            if (call is { Operation: "OpenRead" } && call.Name.EndsWith(".gz", StringComparison.Ordinal)) altering[call.Name][100] ^= 1;
            return null;
        });
        Assert.Equal("BackupCorrupt", Assert.Single(await CopyAsync(new CopyOptions(), store)).Error!.Id);
        Assert.Empty(altering.Names);
    }

    [Fact]
    public async Task Run_LeftIncompleteByAnEarlierCopy_BeginsAgain_ButAnotherBackupStays()
    {
        var killed = Put(Noon);
        var cut = Put(Noon.AddDays(1));
        var taken = Put(Noon.AddDays(2));
        await File.WriteAllBytesAsync(_directory.File(killed.Name), killed.Data, Token);
        await File.WriteAllBytesAsync(_directory.File(cut.Name), cut.Data[..100], Token);
        await File.WriteAllBytesAsync(_directory.File(cut.ManifestName), cut.ManifestBytes, Token);
        var theirs = SampleBackup.Create(time: Noon.AddDays(2), rows: 10);
        theirs.Save(_directory.Path);

        var results = await CopyAsync(new CopyOptions());
        Assert.Equal([(CopyAction.Replace, null), (CopyAction.Replace, null), (CopyAction.Refuse, "BackupExists")], results.Select(result => (result.Action, result.Error?.Id)));
        Assert.Equal(cut.Data, await File.ReadAllBytesAsync(_directory.File(cut.Name), Token));
        Assert.Equal(theirs.Data, await File.ReadAllBytesAsync(_directory.File(taken.Name), Token));
        Assert.All(await new BackupCatalog(_destination).ListAsync(BackupFilter.All, Token), set => Assert.Equal(BackupState.Complete, set.State));
    }

    [Fact]
    public async Task Run_Recipient_EncryptsAndRotates()
    {
        var backup = Put(Noon);
        using var first = TestKeys.Create();
        using var second = TestKeys.Create();
        using var toFirst = first.Encryption();
        var encrypted = Assert.Single(await CopyAsync(new CopyOptions { Encryption = toFirst }));
        Assert.Equal(backup.Name + ".age", encrypted.Backup!.Name);
        Assert.Equal(CopyAction.Skip, Assert.Single(await CopyAsync(new CopyOptions { Encryption = toFirst })).Action);

        var rotated = new MemoryStore();
        using var toSecond = second.Encryption();
        var operation = new CopyOperation(_destination, rotated);
        Assert.Equal("KeyMissing", (await Assert.ThrowsAsync<DrException>(() => operation.PrepareAsync(new CopyOptions { Encryption = toSecond }, Token))).Id);
        using var wrong = second.Decryption();
        Assert.Equal("KeyWrong", Assert.Single(await RunAsync(new CopyOperation(_destination, rotated) { Decryption = wrong }, new CopyOptions { Encryption = toSecond })).Error!.Id);
        Assert.Empty(rotated.Names);

        using var right = first.Decryption();
        var result = Assert.Single(await RunAsync(new CopyOperation(_destination, rotated) { Decryption = right }, new CopyOptions { Encryption = toSecond }));
        Assert.Null(result.Error);
        Assert.Equal(backup.Manifest.Id, result.Backup!.Id);
        using var key = second.Decryption();
        var verify = new VerifyOperation(rotated, new NoAdapters()) { Decryption = key };
        var verified = await verify.RunAsync(await verify.PrepareAsync(result.Backup.Name, new VerifyOptions { Level = VerificationLevel.Content }, Token), NullObserver.Instance, Token);
        Assert.True(verified.Passed);
        Assert.Equal(backup.Manifest.Tables.Sum(table => table.Rows), verified.Rows);
    }

    [Fact]
    public async Task Prepare_SourceIsDestination_IsRefused()
    {
        var operation = new CopyOperation(_destination, new DirectoryStore(_directory.Path));
        Assert.Equal("OptionsInvalid", (await Assert.ThrowsAsync<DrException>(() => operation.PrepareAsync(new CopyOptions(), Token))).Id);
    }

    [Fact]
    public async Task Run_RetentionThatTheDestinationHasNot_IsRefusedBeforeAnythingIsSent()
    {
        Put(Noon);
        Assert.Equal("RetentionUnsupported", (await Assert.ThrowsAsync<DrException>(() => CopyAsync(new CopyOptions { RetainFor = TimeSpan.FromDays(1) }))).Id);
        Assert.Empty(_directory.Files);
    }

    private SampleBackup Put(DateTimeOffset time)
    {
        var backup = SampleBackup.Create(time: time);
        _source[backup.Name] = backup.Data.ToArray();
        _source[backup.ManifestName] = backup.ManifestBytes;
        return backup;
    }

    private Task<IReadOnlyList<CopyResult>> CopyAsync(CopyOptions options, IBackupStore? destination = null) => RunAsync(new CopyOperation(_source, destination ?? _destination), options);

    private static async Task<IReadOnlyList<CopyResult>> RunAsync(CopyOperation operation, CopyOptions options) =>
        await operation.RunAsync(await operation.PrepareAsync(options, Token), NullObserver.Instance, Token);
}
