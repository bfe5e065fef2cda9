using System.IO.Compression;
using System.Text;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Dump;
using EventLinkDr.Postgres.Load;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Loading;

/// <summary>Loads dumps as a restore would, into databases of their own.</summary>
internal sealed class Loading(PostgresFixture postgres)
{
    private MemoryStore Store { get; } = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static byte[] Gzip(string text)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(Encoding.Latin1.GetBytes(text));
        return output.ToArray();
    }

    /// <summary>A dump of somebody else; one character is a byte.</summary>
    public Task<DumpSource> ForeignAsync(string dump, bool gzip = true) => ForeignAsync(gzip ? Gzip(dump) : Encoding.Latin1.GetBytes(dump));

    public async Task<DumpSource> ForeignAsync(byte[] file)
    {
        Store["dump.sql.gz"] = file;
        return await ForeignDumpSource.FindAsync(Store, "dump.sql.gz", Token);
    }

    /// <summary>A backup of ours of a database.</summary>
    public async Task<DumpSource> OwnAsync(string database, BackupOptions? options = null)
    {
        await using var deployment = new TestDeployment(postgres, database);
        var operation = new BackupOperation(deployment, Store);
        var result = await operation.RunAsync(await operation.PrepareAsync(options ?? new BackupOptions { Jobs = 2 }, Token), NullObserver.Instance, Token);
        return new BackupDumpSource(Store, result.Backup.Manifest!);
    }

    /// <summary>The backup made last, under another manifest.</summary>
    public DumpSource Own(BackupManifest manifest) => new BackupDumpSource(Store, manifest);

    /// <summary>Inspects a dump and loads it into a new database.</summary>
    public async Task<(string Database, LoadResult Result)> LoadAsync(DumpSource source, LoadOptions? options = null, string create = "TEMPLATE template0")
    {
        var database = await postgres.CreateDatabaseAsync("loaded", create);
        return (database, await LoadIntoAsync(database, source, options));
    }

    public async Task<LoadResult> LoadIntoAsync(string database, DumpSource source, LoadOptions? options = null, IOperationObserver? observer = null, CancellationToken? token = null)
    {
        var facts = await DumpInspector.InspectAsync(source, NullObserver.Instance, Token);
        return await new DumpLoader(source, facts, options ?? new LoadOptions { Jobs = 2 }, observer ?? NullObserver.Instance).LoadAsync(postgres.Server, database, token ?? Token);
    }

    /// <summary>Loads within one transaction, as an in-place restore does.</summary>
    public async Task<LoadResult> LoadInTransactionAsync(string database, DumpSource source, bool commit = true)
    {
        var facts = await DumpInspector.InspectAsync(source, NullObserver.Instance, Token);
        await using var session = await postgres.Server.OpenAsync(new SessionOptions(database) { TransparentEncoding = facts.ClientEncoding }, Token);
        await session.ExecuteAsync("BEGIN", Token);
        var result = await new DumpLoader(source, facts, new LoadOptions(), NullObserver.Instance).LoadAsync(session, Token);
        await session.ExecuteAsync(commit ? "COMMIT" : "ROLLBACK", Token);
        return result;
    }

    /// <summary>The same dump through psql; the errors it may go on after are the caller's to know.</summary>
    public async Task<string> PsqlAsync(string dump, bool stopOnError = true, string create = "TEMPLATE template0")
    {
        var database = await postgres.CreateDatabaseAsync("psql", create);
        using var input = new MemoryStream(Encoding.Latin1.GetBytes(dump));
        var result = stopOnError ? await postgres.PsqlAsync(database, input)
            : await PostgresProgram.RunAsync(postgres.Target(database), "psql", ["-X", "-q"], database, input);
        Assert.True(!stopOnError || result.ExitCode == 0, result.Error);
        return database;
    }
}
