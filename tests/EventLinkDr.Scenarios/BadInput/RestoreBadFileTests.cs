using System.IO.Compression;
using System.Text;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Restore;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.BadInput;

/// <summary>Files that must not be restored: one clear error each, and the server is what it was, whatever the file.</summary>
public sealed class RestoreBadFileTests : IAsyncLifetime
{
    private const string Schema =
        """
        CREATE TABLE public.users (id serial PRIMARY KEY, name text);
        INSERT INTO public.users (name) SELECT 'Țîrlea ' || md5(i::text) FROM generate_series(1, 5000) i;
        CREATE TABLE public.events (id int PRIMARY KEY, owner int REFERENCES public.users);
        INSERT INTO public.events SELECT i, i FROM generate_series(1, 500) i;
        """;

    private readonly PostgresFixture _postgres;
    private readonly TemporaryDirectory _directory = new();
    private readonly Working _working;
    private string _database = "";
    private string _before = "";

    public RestoreBadFileTests(PostgresFixture postgres)
    {
        _postgres = postgres;
        _working = new Working(postgres, _directory);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await _postgres.CreateDatabaseAsync("badfile");
        await _postgres.ExecuteAsync(_database, Schema);
        _before = await ServerState.ReadAsync(_postgres, _database);
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Restore_AFileThatIsNotThere() => await AssertRefusedAsync("nothing.sql.gz", "BackupNotFound");

    [Fact]
    public async Task Restore_AnEmptyFile()
    {
        foreach (var name in (string[])["empty.sql", "empty.sql.gz"])
        {
            await SaveAsync(name, []);
            await AssertRefusedAsync(name, "BackupTruncated", "BackupNotADump", "BackupCorrupt");
        }

        await SaveAsync("gzip_of_nothing.sql.gz", Gzip([]));
        await AssertRefusedAsync("gzip_of_nothing.sql.gz", "BackupTruncated", "BackupNotADump", "BackupCorrupt");
    }

    [Fact]
    public async Task Restore_OurFileTruncatedOrFlipped_AtSpreadPositions()
    {
        var backup = await _working.BackupAsync(_database);
        var whole = await File.ReadAllBytesAsync(backup.Path, Token);
        for (var i = 0; i < 20; i++)
        {
            await SaveAsync(backup.Name, whole[..(whole.Length * i / 20)]);
            await AssertRefusedAsync(backup.Name, "BackupTruncated", "BackupCorrupt");
        }

        for (var i = 0; i < 20; i++)
        {
            // Not in the first ten bytes of a member: time and system in them are no part of its content.
            var at = (long)whole.Length * i / 20;
            var member = backup.Manifest!.Members.Last(member => member.Offset <= at);
            var flipped = whole.ToArray();
            flipped[Math.Max(at, member.Offset + 10)] ^= (byte)(1 << (i % 8));
            await SaveAsync(backup.Name, flipped);
            await AssertRefusedAsync(backup.Name, "BackupCorrupt", "BackupTruncated", "ManifestMismatch");
        }
    }

    [Fact]
    public async Task Restore_OldScriptsFileTruncatedOrFlipped_AtSpreadPositions()
    {
        var whole = Gzip(await DumpAsync());
        for (var i = 0; i < 20; i++)
        {
            await SaveAsync("dump.sql.gz", whole[..(whole.Length * i / 20)]);
            await AssertRefusedAsync("dump.sql.gz", "BackupTruncated", "BackupNotADump", "BackupCorrupt");
        }

        for (var i = 0; i < 20; i++)
        {
            var flipped = whole.ToArray();
            flipped[10 + ((whole.Length - 10) * i / 20)] ^= (byte)(1 << (i % 8));
            await SaveAsync("dump.sql.gz", flipped);
            await AssertRefusedAsync("dump.sql.gz", "BackupCorrupt", "BackupTruncated", "BackupNotADump", "DumpMalformed", "DumpForbidden");
        }
    }

    [Fact]
    public async Task Restore_OurFileCutAtAMemberBoundary()
    {
        var backup = await _working.BackupAsync(_database);
        var whole = await File.ReadAllBytesAsync(backup.Path, Token);
        foreach (var member in backup.Manifest!.Members)
        {
            await SaveAsync(backup.Name, whole[..(int)member.Offset]);
            await AssertRefusedAsync(backup.Name, "BackupTruncated", "BackupCorrupt");
        }
    }

    [Fact]
    public async Task Restore_ADumpCutInsideAWellFormedGzip()
    {
        var dump = await DumpAsync();
        for (var i = 1; i < 20; i++)
        {
            await SaveAsync("dump.sql.gz", Gzip(dump[..(dump.Length * i / 20)]));
            await AssertRefusedAsync("dump.sql.gz", "BackupTruncated", "DumpMalformed");
        }
    }

    [Fact]
    public async Task Restore_TheManifestOfAnotherBackup()
    {
        var one = await _working.BackupAsync(_database);
        await _postgres.ExecuteAsync(_database, "INSERT INTO public.users (name) VALUES ('new')");
        _before = await ServerState.ReadAsync(_postgres, _database);
        var other = await _working.BackupAsync(_database);
        File.Copy(_directory.File(ManifestSerializer.NameFor(other.Name)), _directory.File(ManifestSerializer.NameFor(one.Name)), overwrite: true);
        await AssertRefusedAsync(one.Name, "ManifestMismatch", "BackupCorrupt", "BackupTruncated");

        var bytes = await File.ReadAllBytesAsync(_directory.File(ManifestSerializer.NameFor(other.Name)), Token);
        bytes[bytes.Length / 2] ^= 1;
        await SaveAsync(ManifestSerializer.NameFor(other.Name), bytes);
        await AssertRefusedAsync(other.Name, "ManifestMismatch", "BackupCorrupt");
        File.Delete(_directory.File(ManifestSerializer.NameFor(other.Name)));
        await AssertRefusedAsync(other.Name, "BackupIncomplete");
    }

    [Theory]
    [InlineData("a picture", "BackupNotADump")]
    [InlineData("--\n-- PostgreSQL database cluster dump\n--\n\nCREATE ROLE x;\n", "DumpForbidden", "BackupNotADump")]
    public async Task Restore_GzipOfSomethingElse(string content, params string[] ids)
    {
        await SaveAsync("other.sql.gz", Gzip(Encoding.UTF8.GetBytes(content)));
        await AssertRefusedAsync("other.sql.gz", [.. ids, "BackupTruncated", "BackupCorrupt"]);
    }

    [Theory]
    [InlineData("\\! touch {0}")]
    [InlineData("\\o {0}")]
    [InlineData("\\copy public.users TO '{0}'")]
    [InlineData("\\connect postgres")]
    [InlineData("COPY public.users FROM PROGRAM 'touch {0}';")]
    [InlineData("COPY public.users TO '{0}';")]
    [InlineData("COPY public.users FROM '/etc/passwd';")]
    [InlineData("ALTER SYSTEM SET work_mem = '5MB';")]
    [InlineData("DROP DATABASE IF EXISTS postgres;")]
    [InlineData("ALTER DATABASE postgres SET work_mem = '5MB';")]
    [InlineData("CREATE ROLE made_by_a_dump SUPERUSER;")]
    [InlineData("ALTER ROLE zoo_reader SUPERUSER;")]
    [InlineData("CREATE TABLESPACE elsewhere LOCATION '/tmp';")]
    [InlineData("DO $$ BEGIN EXECUTE 'ALTER SYSTEM SET work_mem = 5'; END $$;")]
    public async Task Restore_ADumpThatReachesOutside(string command)
    {
        var trace = _directory.File("trace");
        var dump = Encoding.UTF8.GetString(await DumpAsync());
        var at = dump.IndexOf("\n\nALTER TABLE ONLY", StringComparison.Ordinal);
        var spoilt = dump[..at] + "\n" + command.Replace("{0}", trace, StringComparison.Ordinal) + "\n" + dump[at..];
        await SaveAsync("dump.sql", Encoding.UTF8.GetBytes(spoilt));
        var error = await AssertRefusedAsync("dump.sql", "DumpForbidden");
        Assert.DoesNotContain(trace, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(trace));
    }

    [Theory]
    [InlineData("-- Dumped from database version 15", "-- Dumped from database version 99", "ServerTooOld")]
    [InlineData("CREATE TABLE public.users", "CREATE EXTENSION IF NOT EXISTS no_such_extension WITH SCHEMA public;\n\nCREATE TABLE public.users", "ExtensionMissing")]
    [InlineData("CREATE TABLE public.events", "GRANT SELECT ON public.users TO nobody_here;\n\nCREATE TABLE public.events", "RoleMissing")]
    public async Task Restore_ADumpThatNeedsWhatTheServerLacks(string text, string replacement, string id)
    {
        var dump = Encoding.UTF8.GetString(await DumpAsync());
        Assert.Contains(text, dump, StringComparison.Ordinal);
        await SaveAsync("dump.sql", Encoding.UTF8.GetBytes(dump.Replace(text, replacement, StringComparison.Ordinal)));
        await AssertRefusedAsync("dump.sql", id);
        await AssertRefusedAsync(RestoreMode.InPlace, "dump.sql", id);
    }

    [Fact]
    public async Task Restore_TheServerIsAwayOrRefusesThePassword()
    {
        var backup = await _working.BackupAsync(_database);
        foreach (var (target, id) in ((EventLinkTarget, string)[])[
            (_postgres.Cluster.Target with { Port = 1 }, "ServerUnreachable"), (_postgres.Cluster.Target with { Password = "wr0ng" }, "ServerAuthenticationFailed")])
        {
            var result = await CommandLine.RunAsync(["restore", backup.Path, "--yes"], CommandLine.Reach(target, _database));
            Assert.Contains($"error [{id}]: ", result.Error, StringComparison.Ordinal);
            Assert.Equal((int)ExitCode.Unreachable, result.ExitCode);
        }

        Assert.Equal(_before, await ServerState.ReadAsync(_postgres, _database));
    }

    [Fact]
    public async Task Restore_WithoutAnAnswer_ChangesNothing_NorDoesWhatIf()
    {
        var backup = await _working.BackupAsync(_database);
        var asked = await CommandLine.RunAsync(["restore", backup.Path], CommandLine.Reach(_postgres.Cluster.Target, _database));
        Assert.Equal((int)ExitCode.Declined, asked.ExitCode);
        var planned = await CommandLine.RunAsync(["restore", backup.Path, "--what-if"], CommandLine.Reach(_postgres.Cluster.Target, _database));
        Assert.Equal(0, planned.ExitCode);
        Assert.Contains("_restore_", planned.Output, StringComparison.Ordinal);
        Assert.Equal(_before, await ServerState.ReadAsync(_postgres, _database));
    }

    [Fact]
    public async Task Restore_ADumpWhoseRowsTheServerRefuses_LeavesTheOldDatabase()
    {
        var dump = Encoding.UTF8.GetString(await DumpAsync());
        // A row that breaks the foreign key, found when the key is made, after everything is loaded.
        await SaveAsync("dump.sql", Encoding.UTF8.GetBytes(dump.Replace("\n500\t500\n", "\n500\t999999\n", StringComparison.Ordinal)));
        var error = await AssertRefusedAsync("dump.sql", "LoadFailed");
        Assert.DoesNotContain("999999", error.Message, StringComparison.Ordinal);
        await SaveAsync("dump.sql", Encoding.UTF8.GetBytes(dump.Replace("\n500\t500\n", "\n500\tS3CRET\n", StringComparison.Ordinal)));
        Assert.DoesNotContain("S3CRET", (await AssertRefusedAsync("dump.sql", "LoadFailed")).Message, StringComparison.Ordinal);
        await AssertRefusedAsync(RestoreMode.InPlace, "dump.sql", "LoadFailed");
    }

    [Fact]
    public async Task Restore_OurFileThatIsNotWhatItsManifestSays_IsFoundByReadingBack()
    {
        var backup = await _working.BackupAsync(_database);
        var tables = backup.Manifest!.Tables.Select(table => table.Name == "users" ? table with { Digest = new string('1', 32) } : table).ToList();
        await SaveAsync(ManifestSerializer.NameFor(backup.Name), ManifestSerializer.Write(backup.Manifest with { Tables = tables }));
        await AssertRefusedAsync(backup.Name, "ProofFailed");
        await AssertRefusedAsync(RestoreMode.InPlace, backup.Name, "ProofFailed");
    }

    [Fact]
    public async Task Restore_TheServersDiskIsFull()
    {
        using var disk = SmallDisk.Mount(40, forServer: true);
        var space = "small_" + _database;
        await _postgres.ExecuteAsync("postgres", $"CREATE TABLESPACE {space} LOCATION '{disk.Path}'");
        try
        {
            await _postgres.ExecuteAsync(_database, "CREATE TABLE public.wide AS SELECT i, repeat(md5(i::text), 30) AS filler FROM generate_series(1, 40000) i");
            var backup = await _working.BackupAsync(_database);
            await _postgres.ExecuteAsync(_database, "DROP TABLE public.wide");
            await _postgres.ExecuteAsync("postgres", $"ALTER DATABASE {_database} SET TABLESPACE {space}");
            _before = await ServerState.ReadAsync(_postgres, _database);
            await AssertRefusedAsync(backup.Name, "ServerDiskFull");
        }
        finally
        {
            await _postgres.ExecuteAsync("postgres", $"ALTER DATABASE {_database} SET TABLESPACE pg_default");
            await _postgres.ExecuteAsync("postgres", $"DROP TABLESPACE {space}");
        }
    }

    private Task<DrException> AssertRefusedAsync(string name, params string[] ids) => AssertRefusedAsync(RestoreMode.Swap, name, ids);

    private async Task<DrException> AssertRefusedAsync(RestoreMode mode, string name, params string[] ids)
    {
        var failure = await Record.ExceptionAsync(() => _working.RestoreAsync(_database, name, new RestoreOptions { Mode = mode, SkipSafetyBackup = true, Jobs = 2 }));
        var error = Assert.IsType<DrException>(failure, exactMatch: false);
        Assert.True(ids.Contains(error.Id), $"{error.Id}: {error.Message}");
        Assert.Equal(_before, await ServerState.ReadAsync(_postgres, _database));
        return error;
    }

    private async Task<byte[]> DumpAsync() => Encoding.Latin1.GetBytes(await _postgres.PgDumpAsync(_database, "--no-owner", "--no-privileges"));

    private Task SaveAsync(string name, byte[] content) => File.WriteAllBytesAsync(_directory.File(name), content, Token);

    private static byte[] Gzip(byte[] content)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal)) gzip.Write(content);
        return output.ToArray();
    }
}
