using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Drill.Sample;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.CommandLineProgram;

/// <summary>Npgsql and pg_dump take settings from the environment that would change what a backup holds, or break it; ours must not.</summary>
public sealed class LibpqVariablesTests(PostgresFixture postgres) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("PGCLIENTENCODING", "LATIN2")]
    [InlineData("PGTZ", "Asia/Tokyo")]
    [InlineData("PGDATESTYLE", "German")]
    [InlineData("PGOPTIONS", "-c default_transaction_read_only=on -c extra_float_digits=-10 -c DateStyle=German -c statement_timeout=1 -c bytea_output=escape")]
    public async Task BackupAndRestore_UnderAVariableOfTheEnvironment_HoldTheSameRows(string name, string value)
    {
        var database = await postgres.CreateDatabaseAsync("variables");
        await SampleDatabase.FillAsync(postgres.Server, database, 0.002, NullObserver.Instance, Token);
        await RunAsync(database, null, "backup", "--path", _directory.File("plain.sql.gz"));
        await RunAsync(database, (name, value), "backup", "--path", _directory.File("under.sql.gz"));
        var plain = await DigestsAsync("plain.sql.gz");
        Assert.Equal(plain, await DigestsAsync("under.sql.gz"));

        await RunAsync(database, (name, value), "restore", _directory.File("plain.sql.gz"), "--yes");
        await RunAsync(database, null, "backup", "--path", _directory.File("restored.sql.gz"));
        Assert.Equal(plain, await DigestsAsync("restored.sql.gz"));
    }

    private async Task<IReadOnlyList<string>> DigestsAsync(string name)
    {
        var backup = await new BackupCatalog(new DirectoryStore(_directory.Path)).GetAsync(name, Token);
        return [.. backup.Manifest!.Tables.Select(table => $"{table}: {table.Rows} rows, {table.Digest}").Order(StringComparer.Ordinal)];
    }

    private async Task RunAsync(string database, (string Name, string Value)? variable, params string[] arguments)
    {
        var environment = CommandLine.Reach(postgres.Cluster.Target, database);
        if (variable is var (name, value)) environment[name] = value;
        var result = await CommandLine.RunAsync(arguments, environment);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
