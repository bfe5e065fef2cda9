using EventLinkDr.Adapters.Age;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Operations.Verify;
using EventLinkDr.Storage;
using EventLinkDr.Streams;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Faults;

namespace EventLinkDr.Scenarios.Stores;

/// <summary>Backups straight into object stores and back out of them, and what is left when that is cut.</summary>
public sealed class StoreBackupTests(PostgresFixture postgres, AzuriteFixture azurite, MotoFixture moto)
{
    private const string Schema =
        """
        CREATE TABLE public.users (id serial PRIMARY KEY, name text);
        INSERT INTO public.users (name) SELECT md5(i::text) || md5((i + 1)::text) || md5((-i)::text) FROM generate_series(1, 90000) i;
        CREATE TABLE public.events (id int PRIMARY KEY, title text);
        INSERT INTO public.events SELECT i, 'Țîrlea ' || i FROM generate_series(1, 500) i;
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StoreKind.AzureBlob, false)]
    [InlineData(StoreKind.S3, true)]
    public async Task Backup_IntoAStore_IsListedVerifiedAndRestoredFromThere(StoreKind kind, bool encrypted)
    {
        var place = await RemotePlace.CreateAsync(kind, azurite, moto);
        var database = await FilledAsync();
        using var keys = TestKeys.Create();
        await using var store = place.Open();
        var made = await BackupAsync(database, store, encrypted ? keys.Encryption() : null);

        Assert.Equal([made.Name, ManifestSerializer.NameFor(made.Name)], (await place.NamesAsync()).OrderDescending(StringComparer.Ordinal));
        var listed = Assert.Single(await new BackupCatalog(store).ListAsync(BackupFilter.All, Token));
        Assert.Equal((BackupState.Complete, made.Size, made.Id), (listed.State, listed.Size, listed.Id));

        using var decryption = keys.Decryption();
        var verify = new VerifyOperation(store, new NoAdapters()) { Decryption = encrypted ? decryption : null };
        var verified = await verify.RunAsync(await verify.PrepareAsync(made.Name, new VerifyOptions { Level = VerificationLevel.Content, Jobs = 2 }, Token), NullObserver.Instance, Token);
        Assert.Null(verified.Error);
        Assert.Equal(90500, verified.Rows);

        var restore = new RestoreOperation(new TestDeployment(postgres, database), store) { Decryption = encrypted ? decryption : null };
        var restored = await restore.RunAsync(
            await restore.PrepareAsync(listed, new RestoreOptions { Mode = RestoreMode.Swap, Jobs = 2 }, NullObserver.Instance, Token), NullObserver.Instance, Token);
        Assert.Equal(ProofOutcome.Proven, restored.Outcome);
        Assert.Equal("90000", await postgres.ScalarAsync(database, "SELECT count(*) FROM public.users"));
    }

    [Theory]
    [InlineData(StoreKind.AzureBlob)]
    [InlineData(StoreKind.S3)]
    public async Task Reservation_SameSecond_GivesEachItsOwnName(StoreKind kind)
    {
        var place = await RemotePlace.CreateAsync(kind, azurite, moto);
        await using var one = place.Open();
        await using var other = place.Open();
        string NameOf(int attempt) => BackupName.For("eventlink", new DateTimeOffset(2026, 11, 23, 2, 0, 0, TimeSpan.Zero), attempt);
        var taken = await Task.WhenAll(
            NameReservation.TakeAsync(one, NameOf, holdsNames: false, Token), NameReservation.TakeAsync(other, NameOf, holdsNames: false, Token));
        foreach (var (reservation, writer) in taken)
        {
            await writer.Content.WriteAsync("data"u8.ToArray(), Token);
            await writer.CommitAsync(Token);
            await writer.DisposeAsync();
            await reservation.DisposeAsync();
        }

        Assert.Equal(["eventlink-20261123T020000Z-2.sql.gz", "eventlink-20261123T020000Z.sql.gz"], await place.NamesAsync());
    }

    [Theory]
    [InlineData(StoreKind.AzureBlob)]
    [InlineData(StoreKind.S3)]
    public async Task Backup_CutOffInTheMidst_LeavesNothingThatPassesForABackupAndTheNextOneWorks(StoreKind kind)
    {
        var place = await RemotePlace.CreateAsync(kind, azurite, moto);
        var database = await FilledAsync();
        // In the first part, in the second one, at the commit, in the manifest; from then on nothing gets through any more.
        Func<ProxiedRequest, int, bool>[] cuts =
        [
            (request, writes) => writes == 2, (request, writes) => writes == 3,
            (request, _) => request.Target.Contains("comp=blocklist", StringComparison.Ordinal) && request.Target.Contains(".sql.gz", StringComparison.Ordinal)
                || (request.Method == "POST" && request.Target.Contains("uploadId=", StringComparison.Ordinal)),
            (request, _) => request.Method == "PUT" && request.Target.Contains(".manifest.json", StringComparison.Ordinal),
        ];
        foreach (var cut in cuts)
        {
            var (writes, isCut) = (0, false);
            await using var proxy = new HostileProxy(place.Service, request =>
            {
                // The first write is the one that holds the name.
                if (request.Method is "PUT" or "POST" && !request.Target.Contains(".writing", StringComparison.Ordinal)) writes++;
                isCut |= writes > 0 && cut(request, writes);
                return isCut ? new Mischief { CutRequestAfter = 200 } : null;
            });
            await using (var broken = place.OpenAt(proxy.Address))
            {
                var error = await Assert.ThrowsAnyAsync<DrException>(() => BackupAsync(database, broken));
                Assert.Equal(ErrorTable.StoreUnavailable, error.Kind);
            }

            Assert.True(isCut);
            await using var after = place.Open();
            Assert.DoesNotContain(await new BackupCatalog(after).ListAsync(BackupFilter.All, Token), set => set.State != BackupState.Incomplete);
        }

        await using var store = place.Open();
        var made = await BackupAsync(database, store);
        Assert.Equal(made.Name, Assert.Single(await new BackupCatalog(store).ListAsync(new BackupFilter { Latest = true }, Token)).Name);
    }

    [Theory]
    [InlineData(StoreKind.AzureBlob)]
    [InlineData(StoreKind.S3)]
    public async Task Backup_KilledWhileItSends_LeavesNothingThatPassesForABackup(StoreKind kind)
    {
        var place = await RemotePlace.CreateAsync(kind, azurite, moto);
        var database = await FilledAsync();
        Dictionary<string, string?> environment = new([.. CommandLine.Reach(postgres.Cluster.Target, database), .. RemotePlace.Environment]);
        foreach (var moment in (int[])[0, 150, 300])
        {
            using var process = CommandLine.Start(["backup", "--path", place.Address, "--compression", "None"], environment);
            // From the moment on that it holds a name it may be killed at any other.
            while (!process.HasExited && !(await place.NamesAsync()).Any(NameReservation.Is)) await Task.Delay(5, Token);
            await Task.Delay(moment, Token);
            process.Kill();
            await process.WaitForExitAsync(Token);
            var sets = await new BackupCatalog(place.Open()).ListAsync(BackupFilter.All, Token);
            Assert.All(sets.Where(set => set.State == BackupState.Complete), set => Assert.DoesNotContain(set.Name, sets.Where(other => other.State != BackupState.Complete).Select(other => other.Name)));
            foreach (var set in sets.Where(set => set.State == BackupState.Complete)) Assert.True((await CommandLine.RunAsync(["test", set.Path], environment)).ExitCode == 0);
            Assert.DoesNotContain(sets, set => set.State is BackupState.Foreign or BackupState.Damaged);
        }

        var next = await CommandLine.RunAsync(["backup", "--path", place.Address], environment);
        Assert.Equal((0, "backup"), (next.ExitCode, next.Output[..6]));
        Assert.Equal(0, (await CommandLine.RunAsync(["test", place.Address, "--level", "content"], environment)).ExitCode);
    }

    [Theory]
    [InlineData(StoreKind.AzureBlob)]
    [InlineData(StoreKind.S3)]
    public async Task BackupAndRestore_OverALineThatFailsNowAndThen_AreWhole(StoreKind kind)
    {
        var place = await RemotePlace.CreateAsync(kind, azurite, moto);
        var database = await FilledAsync();
        Mischief[] troubles = [new() { Answer = 503 }, new() { Answer = 500 }, new() { Answer = 429, RetryAfter = "1" }, new() { CutRequestAfter = 300 }, new() { CutAnswerAfter = 200 }];
        await using var proxy = new HostileProxy(place.Service, request => request.Number % 4 == 3 ? troubles[request.Number / 4 % troubles.Length] : null);
        await using var store = place.OpenPatiently(proxy.Address);
        using var keys = TestKeys.Create();
        using var encryption = keys.Encryption();
        var made = await BackupAsync(database, store, encryption);
        using var decryption = keys.Decryption();
        var restore = new RestoreOperation(new TestDeployment(postgres, database), store) { Decryption = decryption };
        var plan = await restore.PrepareAsync(await new BackupCatalog(store).GetAsync(made.Name, Token), new RestoreOptions { Jobs = 2 }, NullObserver.Instance, Token);
        Assert.Equal(ProofOutcome.Proven, (await restore.RunAsync(plan, NullObserver.Instance, Token)).Outcome);
        Assert.True(proxy.Requests.Count > 20);
        Assert.Equal(2, (await place.NamesAsync()).Count);
    }

    [Theory]
    [InlineData(StoreKind.AzureBlob)]
    [InlineData(StoreKind.S3)]
    public async Task Backup_ByACredentialThatMayOnlyAdd_IsMadeAndListed(StoreKind kind)
    {
        var place = await RemotePlace.CreateAsync(kind, azurite, moto);
        var database = await postgres.CreateDatabaseAsync("addonly");
        await using var proxy = new HostileProxy(place.Service, request => request.Method == "DELETE" || (request.Method == "HEAD" && request.Target.Contains("restype=container", StringComparison.Ordinal))
            || request.Target.Contains("object-lock", StringComparison.Ordinal) ? new Mischief { Answer = 403 } : null);
        await using var store = place.OpenAt(proxy.Address);
        var made = await BackupAsync(database, store);
        Assert.Equal((made.Name, BackupState.Complete), Assert.Single((await new BackupCatalog(store).ListAsync(BackupFilter.All, Token)).Select(set => (set.Name, set.State))));
    }

    [Fact]
    public async Task Backup_WithRetention_CannotBeRemovedBeforeItsDate()
    {
        var place = await RemotePlace.CreateAsync(StoreKind.S3, azurite, moto, withObjectLock: true);
        var database = await postgres.CreateDatabaseAsync("locked");
        await using var deployment = new TestDeployment(postgres, database);
        await using var store = place.Open();
        var operation = new BackupOperation(deployment, store);
        var made = await operation.RunAsync(await operation.PrepareAsync(new BackupOptions { RetainFor = TimeSpan.FromDays(1) }, Token), NullObserver.Instance, Token);
        foreach (var name in (string[])[made.Backup.Name, ManifestSerializer.NameFor(made.Backup.Name)])
            Assert.Equal(ErrorTable.BackupLocked, (await Assert.ThrowsAnyAsync<DrException>(() => store.DeleteAsync(name, Token))).Kind);
    }

    [Fact]
    public async Task Leftovers_OfAKilledRun_AreRemovedByALaterOneAndNothingElseIs()
    {
        var store = new MemoryStore();
        foreach (var name in (string[])["a.sql.gz", ".a.writing", ".b.writing", "c.sql.gz", "d.sql.gz", "d.manifest.json", ".d.writing"]) store[name] = [];
        await NameReservation.RemoveLeftoversAsync(store, DateTimeOffset.UtcNow, Token);
        Assert.Equal(7, store.Names.Count);
        await NameReservation.RemoveLeftoversAsync(store, DateTimeOffset.UtcNow.AddHours(2), Token);
        Assert.Equal([".b.writing", "c.sql.gz", "d.manifest.json", "d.sql.gz"], store.Names.Order(StringComparer.Ordinal));
        await NameReservation.RemoveLeftoversAsync(store, DateTimeOffset.UtcNow.AddDays(8), Token);
        Assert.Equal(["c.sql.gz", "d.manifest.json", "d.sql.gz"], store.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Backup_AnyStepOfTheStoreFails_LeavesNoBackupAndNoData()
    {
        using var directory = new TemporaryDirectory();
        var database = await postgres.CreateDatabaseAsync("faulty");
        await postgres.ExecuteAsync(database, "CREATE TABLE public.t AS SELECT i FROM generate_series(1, 1000) i");
        (string Operation, string Ending)[] steps = [("Create", ".sql.gz"), ("Write", ".sql.gz"), ("Commit", ".sql.gz"), ("Stat", ".sql.gz"), ("Create", ".json"), ("Write", ".json"), ("Commit", ".json")];
        foreach (var (operation, ending) in steps)
        {
            // The name is looked at once before, to see whether it is free.
            var store = new FaultyStore(new DirectoryStore(directory.Path), call => call.Operation == operation && call.Name.EndsWith(ending, StringComparison.Ordinal)
                && (operation != "Stat" || directory.Files.Contains(call.Name)) ? new StoreException(ErrorTable.StoreUnavailable, "cut") : null);
            var error = await Assert.ThrowsAnyAsync<DrException>(() => BackupAsync(database, store));
            Assert.Equal((ErrorTable.StoreUnavailable, $"{operation} {ending}"), (error.Kind, $"{operation} {ending}"));
            Assert.Empty(directory.Files);
        }
    }

    [Fact]
    public async Task Backup_ArrivesShort_IsCorruptAndRemoved()
    {
        var store = new MemoryStore();
        var database = await postgres.CreateDatabaseAsync("short");
        var losing = new FaultyStore(store, call =>
        {
            if (call.Operation == "Stat" && store.Names.Contains(call.Name) && call.Name.EndsWith(".gz", StringComparison.Ordinal)) store[call.Name] = store[call.Name][..^1];
            return null;
        });
        var error = await Assert.ThrowsAnyAsync<DrException>(() => BackupAsync(database, losing));
        Assert.Equal(ErrorTable.BackupCorrupt, error.Kind);
        Assert.Empty(store.Names);
    }

    [Fact]
    public async Task Backup_StoreWithoutRetention_IsRefusedBeforeAnythingIsRead()
    {
        var store = new MemoryStore();
        var database = await postgres.CreateDatabaseAsync("retain");
        await using var deployment = new TestDeployment(postgres, database);
        var operation = new BackupOperation(deployment, store);
        var plan = await operation.PrepareAsync(new BackupOptions { RetainFor = TimeSpan.FromDays(30) }, Token);
        Assert.Contains(plan.Notes, note => note.Contains("30 days", StringComparison.Ordinal));
        var error = await Assert.ThrowsAnyAsync<DrException>(() => operation.RunAsync(plan, NullObserver.Instance, Token));
        Assert.Equal(ErrorTable.RetentionUnsupported, error.Kind);
        Assert.Empty(store.Names);
    }

    [Fact]
    public async Task Restore_OneTable_ReadsOnlyItsMembers()
    {
        using var directory = new TemporaryDirectory();
        var database = await FilledAsync();
        var plain = new DirectoryStore(directory.Path);
        using var keys = TestKeys.Create();
        foreach (var encrypted in (bool[])[false, true])
        {
            var made = await BackupAsync(database, plain, encrypted ? keys.Encryption() : null);
            long read = 0;
            var watched = new FaultyStore(plain, call =>
            {
                if (call.Operation == "Read" && call.Name == made.Name) Interlocked.Add(ref read, 65536);
                return null;
            });
            using var decryption = keys.Decryption();
            var restore = new RestoreOperation(new TestDeployment(postgres, database), watched) { Decryption = decryption };
            var name = $"one_{(encrypted ? "sealed" : "plain")}_{Guid.NewGuid():N}"[..30];
            var plan = await restore.PrepareAsync(made, new RestoreOptions { Tables = ["public.events"], NewName = name, Jobs = 2 }, NullObserver.Instance, Token);
            await restore.RunAsync(plan, NullObserver.Instance, Token);
            Assert.Equal("500", await postgres.ScalarAsync(name, "SELECT count(*) FROM public.events"));
            Assert.True(made.Size > 8_000_000, "The other table is too small to show anything.");
            Assert.InRange(read, 1, made.Size / 2);
            await postgres.ExecuteAsync("postgres", $"DROP DATABASE \"{name}\"");
        }
    }

    private async Task<string> FilledAsync()
    {
        var database = await postgres.CreateDatabaseAsync("store");
        await postgres.ExecuteAsync(database, Schema);
        return database;
    }

    private async Task<BackupSet> BackupAsync(string database, IBackupStore store, BackupEncryption? encryption = null)
    {
        await using var deployment = new TestDeployment(postgres, database);
        var operation = new BackupOperation(deployment, store);
        var plan = await operation.PrepareAsync(new BackupOptions { Jobs = 2, Encryption = encryption, Compression = BackupCompression.None }, Token);
        return (await operation.RunAsync(plan, NullObserver.Instance, Token)).Backup;
    }
}
