using System.Text;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Operations.Verify;
using EventLinkDr.Streams;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Encryption;

/// <summary>Encrypted backups of a real database: who has the key has everything, who has none sees nothing and breaks nothing.</summary>
public sealed class EncryptedBackupTests : IAsyncLifetime
{
    private const string Schema =
        """
        CREATE TABLE public.confidential (id serial PRIMARY KEY, name text);
        INSERT INTO public.confidential (name) SELECT md5(i::text) FROM generate_series(1, 12000) i;
        CREATE TABLE public.events (id int PRIMARY KEY, owner int REFERENCES public.confidential);
        INSERT INTO public.events SELECT i, i FROM generate_series(1, 500) i;
        """;

    private readonly PostgresFixture _postgres;
    private readonly TemporaryDirectory _directory = new();
    private readonly Working _working;
    private readonly TestKeys _keys = TestKeys.Create();
    private string _database = "";

    public EncryptedBackupTests(PostgresFixture postgres)
    {
        _postgres = postgres;
        _working = new Working(postgres, _directory);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await _postgres.CreateDatabaseAsync("sealed");
        await _postgres.ExecuteAsync(_database, Schema);
    }

    public ValueTask DisposeAsync()
    {
        _keys.Dispose();
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task OurFile_OpenedWithAgeGunzipAndPsql_HoldsTheSameRows()
    {
        var age = ForeignProgram.Require("age", "age");
        var backup = await BackupAsync();
        Assert.EndsWith(".sql.gz.age", backup.Name, StringComparison.Ordinal);
        var copy = await _postgres.CreateDatabaseAsync("copy");
        await RunShellAsync($"'{age}' -d -i '{_keys.IdentityFile}' '{backup.Path}' | gunzip -c > '{_directory.File("out.sql")}'");
        await using var text = File.OpenRead(_directory.File("out.sql"));
        var psql = await _postgres.PsqlAsync(copy, text);
        Assert.Equal((0, ""), (psql.ExitCode, psql.Error));
        Assert.Equal("12000", await _postgres.ScalarAsync(copy, "SELECT count(*) FROM public.confidential"));
    }

    [Fact]
    public async Task AnotherToolsFile_EncryptedWithAge_RestoresUnproven()
    {
        var age = ForeignProgram.Require("age", "age");
        await File.WriteAllTextAsync(_directory.File("dump.sql"), await _postgres.PgDumpAsync(_database), Token);
        // A name of our form: only the content shows that it is none of ours.
        const string Name = "eventlink-20261123T020000Z.sql.gz.age";
        await RunShellAsync($"gzip -c '{_directory.File("dump.sql")}' | '{age}' -r {_keys.Recipient} -o '{_directory.File(Name)}'");
        using var decryption = _keys.Decryption();
        await _postgres.ExecuteAsync(_database, "TRUNCATE public.confidential CASCADE");
        var result = await RestoreAsync(await new BackupCatalog(_working.Store).GetAsync(Name, Token), decryption);
        Assert.Equal(ProofOutcome.Unproven, result.Outcome);
        Assert.Equal("12000", await _postgres.ScalarAsync(_database, "SELECT count(*) FROM public.confidential"));

        var verified = await VerifyAsync(Name, VerificationLevel.Content, decryption);
        Assert.True(verified is { Passed: true, Compared: false, Tables: 2 });
    }

    [Fact]
    public async Task WithoutTheKey_NothingOfTheContentShows_AndTheChecksumIsVerified()
    {
        var backup = await BackupAsync();
        foreach (var name in _directory.Files)
        {
            var bytes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(_directory.File(name), Token));
            foreach (var secret in (string[])["confidential", "events", "CREATE TABLE", backup.Manifest!.Tables[0].Digest]) Assert.DoesNotContain(secret, bytes, StringComparison.Ordinal);
        }

        var listed = Assert.Single(await new BackupCatalog(_working.Store).ListAsync(BackupFilter.All, Token));
        Assert.Equal((BackupState.Complete, backup.Time, backup.Size, true), (listed.State, listed.Time, listed.Size, listed.Encrypted));
        Assert.Null(listed.Manifest);
        Assert.True((await VerifyAsync(backup.Name, VerificationLevel.Checksum, null)) is { Passed: true, Compared: true, ProofPath: not null });
        Assert.Equal("KeyMissing", (await Assert.ThrowsAnyAsync<DrException>(() => VerifyAsync(backup.Name, VerificationLevel.Content, null))).Id);

        using var decryption = _keys.Decryption();
        var opened = Assert.Single(await new BackupCatalog(_working.Store, decryption).ListAsync(BackupFilter.All, Token));
        Assert.Equal(backup.Manifest!.Tables.Count, opened.Manifest!.Tables.Count);
        Assert.Equal(VerificationLevel.Checksum, opened.Proof!.Level);
    }

    [Fact]
    public async Task WrongKeyNoKeyWrongPassphrase_OneClearErrorAndNothingIsTouched()
    {
        using var other = TestKeys.Create();
        var toKey = await BackupAsync();
        using var phrase = _keys.Encryption("correct horse");
        var withPhrase = await _working.BackupAsync(_database, new BackupOptions { Encryption = phrase });
        var before = await ServerState.ReadAsync(_postgres, _database);
        var files = _directory.Files;
        (BackupSet Backup, Func<BackupDecryption?> Keys, string Id)[] cases =
        [
            (toKey, () => null, "KeyMissing"), (toKey, other.Decryption, "KeyWrong"), (toKey, () => _keys.Decryption("correct horse"), "KeyMissing"),
            (withPhrase, () => null, "KeyMissing"), (withPhrase, () => _keys.Decryption("battery staple"), "PassphraseWrong"), (withPhrase, _keys.Decryption, "KeyMissing"),
        ];
        foreach (var (backup, keys, id) in cases)
        {
            using var decryption = keys();
            var set = await new BackupCatalog(_working.Store).GetAsync(backup.Name, Token);
            foreach (var mode in (RestoreMode[])[RestoreMode.Swap, RestoreMode.InPlace])
            {
                var error = await Assert.ThrowsAnyAsync<DrException>(() => RestoreAsync(set, decryption, new RestoreOptions { Mode = mode, SkipSafetyBackup = true }));
                Assert.Equal(id, error.Id);
                Assert.Contains(backup.Name, error.Message, StringComparison.Ordinal);
                Assert.DoesNotContain("horse", error.ToString(), StringComparison.Ordinal);
            }
        }

        Assert.Equal(before, await ServerState.ReadAsync(_postgres, _database));
        Assert.Equal(files, _directory.Files);
        using var right = _keys.Decryption("correct horse");
        Assert.Equal(ProofOutcome.Proven, (await RestoreAsync(await new BackupCatalog(_working.Store).GetAsync(withPhrase.Name, Token), right)).Outcome);
    }

    [Fact]
    public async Task BitFlippedAnywhere_IsFoundBeforeAnythingIsReplaced()
    {
        var backup = await BackupAsync();
        var whole = await File.ReadAllBytesAsync(backup.Path, Token);
        var payload = Encoding.Latin1.GetString(whole).IndexOf("\n---", StringComparison.Ordinal);
        payload = Array.IndexOf(whole, (byte)'\n', payload + 1) + 1 + 16;
        Assert.True(whole.Length > payload + 2 * 65552, "The file has too few chunks to show anything.");
        var before = await ServerState.ReadAsync(_postgres, _database);
        using var decryption = _keys.Decryption();
        // Version, stanza, its body, mac, nonce; in every chunk the beginning, the middle and the tag; the end.
        List<int> places = [3, 25, payload - 130, payload - 40, payload - 3];
        for (var chunk = payload; chunk < whole.Length; chunk += 65552) places.AddRange([chunk, Math.Min(chunk + 30000, whole.Length - 40), Math.Min(chunk + 65551, whole.Length - 1)]);
        foreach (var place in places)
        {
            await WriteFlippedAsync(backup.Path, whole, place);
            var set = await new BackupCatalog(_working.Store).GetAsync(backup.Name, Token);
            var error = await Assert.ThrowsAnyAsync<DrException>(() => RestoreAsync(set, decryption));
            Assert.True(error.Id is "EncryptedDataCorrupt" or "KeyWrong", $"{place}: {error.Id}: {error.Message}");
            var verified = await VerifyAsync(backup.Name, VerificationLevel.Checksum, null, noProof: true);
            Assert.Equal("BackupCorrupt", verified.ErrorId);
        }

        foreach (var length in (int[])[0, 20, payload, payload + 65552, whole.Length - 1])
        {
            await File.WriteAllBytesAsync(backup.Path, whole[..length], Token);
            var set = await new BackupCatalog(_working.Store).GetAsync(backup.Name, Token);
            await Assert.ThrowsAnyAsync<DrException>(() => RestoreAsync(set with { State = BackupState.Complete }, decryption));
        }

        Assert.Equal(before, await ServerState.ReadAsync(_postgres, _database));
    }

    [Fact]
    public async Task BitFlippedInTheManifest_MakesItDamaged_AndForgedOnesDoNotOpen()
    {
        var backup = await BackupAsync();
        var path = _directory.File(ManifestSerializer.NameFor(backup.Name));
        var whole = await File.ReadAllBytesAsync(path, Token);
        for (var place = 0; place < whole.Length; place += 37)
        {
            await WriteFlippedAsync(path, whole, place);
            Assert.Equal(BackupState.Damaged, (await new BackupCatalog(_working.Store).GetAsync(backup.Name, Token)).State);
        }

        // Somebody who writes a new hash over what was altered inside.
        var outside = ManifestSerializer.ReadSealed(whole, "manifest");
        using var decryption = _keys.Decryption();
        foreach (var place in (int[])[30, 150, 300, outside.Sealed.Length - 1])
        {
            var inside = outside.Sealed.ToArray();
            inside[place] ^= 1;
            await File.WriteAllBytesAsync(path, ManifestSerializer.Write(outside with { Sealed = inside }), Token);
            var set = await new BackupCatalog(_working.Store).GetAsync(backup.Name, Token);
            var error = await Assert.ThrowsAnyAsync<DrException>(() => RestoreAsync(set, decryption));
            Assert.True(error.Id is "EncryptedDataCorrupt" or "KeyWrong", $"{place}: {error.Id}: {error.Message}");
        }

        // And who puts the inside of another backup into it.
        var second = await BackupAsync();
        var other = ManifestSerializer.ReadSealed(await File.ReadAllBytesAsync(_directory.File(ManifestSerializer.NameFor(second.Name)), Token), "manifest");
        await File.WriteAllBytesAsync(path, ManifestSerializer.Write(outside with { Sealed = other.Sealed }), Token);
        var exchanged = await new BackupCatalog(_working.Store).GetAsync(backup.Name, Token);
        Assert.Equal("ManifestMismatch", (await Assert.ThrowsAnyAsync<DrException>(() => RestoreAsync(exchanged, decryption))).Id);
    }

    [Fact]
    public async Task PlainFileBesideTheManifestOfAnEncryptedOne_IsNotTakenForADump()
    {
        var backup = await BackupAsync();
        var plain = backup.Name[..^".age".Length];
        File.Delete(backup.Path);
        await File.WriteAllBytesAsync(_directory.File(plain), new byte[backup.Size], Token);
        Assert.Equal(BackupState.Damaged, (await new BackupCatalog(_working.Store).GetAsync(plain, Token)).State);
    }

    [Fact]
    public async Task SafetyBackupOfAnInPlaceRestore_IsEncryptedToTheSameKey()
    {
        var backup = await BackupAsync();
        using var decryption = _keys.Decryption();
        using var encryption = decryption.ToEncryption();
        await using var deployment = new TestDeployment(_postgres, _database);
        var operation = new RestoreOperation(deployment, _working.Store) { Decryption = decryption, SafetyBackup = SafetyBackup.Into(deployment, _working.Store, encryption) };
        var plan = await operation.PrepareAsync(backup, new RestoreOptions { Mode = RestoreMode.InPlace, Jobs = 2 }, NullObserver.Instance, Token);
        var result = await operation.RunAsync(plan, NullObserver.Instance, Token);
        Assert.EndsWith(".sql.gz.age", result.SafetyBackup, StringComparison.Ordinal);
        using var same = _keys.Decryption();
        Assert.True((await VerifyAsync(Path.GetFileName(result.SafetyBackup!), VerificationLevel.Content, same)).Passed);
    }

    [Fact]
    public async Task RestoreLevel_OfAnEncryptedBackup_LoadsItIntoAThrowawayDatabase()
    {
        var backup = await BackupAsync();
        using var decryption = _keys.Decryption();
        await using var deployment = new TestDeployment(_postgres, _database);
        var verify = new VerifyOperation(_working.Store, new NoAdapters(), deployment) { Decryption = decryption };
        var plan = await verify.PrepareAsync(backup.Name, new VerifyOptions { Level = VerificationLevel.Restore, Jobs = 2 }, Token);
        var result = await verify.RunAsync(plan, NullObserver.Instance, Token);
        Assert.Null(result.Error);
        Assert.Equal(ProofOutcome.Proven, result.Proof!.Outcome);
    }

    private async Task<BackupSet> BackupAsync()
    {
        using var encryption = _keys.Encryption();
        return await _working.BackupAsync(_database, new BackupOptions { Jobs = 2, Encryption = encryption, Compression = BackupCompression.Fast });
    }

    private async Task<RestoreResult> RestoreAsync(BackupSet backup, BackupDecryption? decryption, RestoreOptions? options = null)
    {
        await using var deployment = new TestDeployment(_postgres, _database);
        var operation = new RestoreOperation(deployment, _working.Store) { Decryption = decryption };
        var plan = await operation.PrepareAsync(backup, options ?? new RestoreOptions { Jobs = 2 }, NullObserver.Instance, Token);
        return await operation.RunAsync(plan, NullObserver.Instance, Token);
    }

    private async Task<VerificationResult> VerifyAsync(string name, VerificationLevel level, BackupDecryption? decryption, bool noProof = false)
    {
        var verify = new VerifyOperation(_working.Store, new NoAdapters()) { Decryption = decryption };
        return await verify.RunAsync(await verify.PrepareAsync(name, new VerifyOptions { Level = level, Jobs = 2, NoProof = noProof }, Token), NullObserver.Instance, Token);
    }

    private static async Task WriteFlippedAsync(string path, byte[] whole, int place)
    {
        var bytes = whole.ToArray();
        bytes[place] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, Token);
    }

    private static async Task RunShellAsync(string script)
    {
        var result = await ForeignProgram.RunAsync("/bin/bash", ["-c", "set -o pipefail; " + script], Token);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }
}
