using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres;
using EventLinkDr.Scenarios.Concurrency;
using EventLinkDr.TestKit;
using EventLinkDr.TestKit.Zoo;

namespace EventLinkDr.Scenarios.BadInput;

/// <summary>What can be wrong round a backup: one error with a stable id, and nothing is left behind.</summary>
public sealed class BackupRefusedTests(PostgresFixture postgres) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Backup_TheTargetDirectoryIsFull_IsAnErrorAndLeavesNothing()
    {
        var database = await postgres.CreateDatabaseAsync("full");
        await postgres.ExecuteAsync(database, "CREATE TABLE public.noise AS SELECT sha512(i::text::bytea) AS b FROM generate_series(1, 80000) i");
        using var disk = SmallDisk.Mount(2);
        await AssertRefusedAsync("StoreFull", ExitCode.Failed, CommandLine.Reach(postgres.Cluster.Target, database), disk.Path);
        Assert.Empty(Directory.EnumerateFileSystemEntries(disk.Path));
    }

    [Fact]
    public async Task Backup_WrongPassword_IsAnError()
    {
        var environment = CommandLine.Reach(postgres.Cluster.Target, "postgres");
        environment["PGPASSWORD"] = "wr0ng-s3cret";
        var output = await AssertRefusedAsync("ServerAuthenticationFailed", ExitCode.Unreachable, environment, _directory.Path);
        Assert.DoesNotContain("wr0ng-s3cret", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_ATableTheUserMayNotRead_IsAnErrorThatNamesIt()
    {
        var database = await postgres.CreateDatabaseAsync("refused");
        await postgres.ExecuteAsync(database, "CREATE TABLE public.hidden (a int)");
        await AssertRefusedAsync("PrivilegeMissing", ExitCode.Precondition, await ReachAsOtherAsync(database), _directory.Path, "hidden");
    }

    [Fact]
    public async Task Backup_RowsHiddenByRowSecurity_IsAnErrorNeverAPart()
    {
        var database = await postgres.CreateDatabaseAsync("refused");
        var environment = await ReachAsOtherAsync(database);
        var user = environment["PGUSER"];
        await postgres.ExecuteAsync(database,
            $"""
            CREATE TABLE public.rows_of_many (a int);
            INSERT INTO public.rows_of_many VALUES (1), (2);
            ALTER TABLE public.rows_of_many OWNER TO {user};
            ALTER TABLE public.rows_of_many ENABLE ROW LEVEL SECURITY;
            CREATE POLICY one ON public.rows_of_many USING (a = 1);
            """);
        // The owner sees every row, unless row security is forced on the owner too.
        var made = await CommandLine.RunAsync(["backup", "--path", _directory.File("owner.sql.gz"), "--quiet"], environment);
        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Equal(["1", "2"], BackupText.Rows(_directory.File("owner.sql.gz"), "public.rows_of_many"));
        await postgres.ExecuteAsync(database, "ALTER TABLE public.rows_of_many FORCE ROW LEVEL SECURITY");
        using var elsewhere = new TemporaryDirectory();
        await AssertRefusedAsync("PrivilegeMissing", ExitCode.Precondition, environment, elsewhere.Path);
    }

    [Fact]
    public async Task Backup_OfTheZoo_TellsNoSecretEvenWhenVerbose()
    {
        var database = await postgres.Zoo.CreateAsync(ZooVariant.Whole);
        var environment = CommandLine.Reach(postgres.Cluster.Target, database);
        var result = await CommandLine.RunAsync(["backup", "--path", _directory.Path + "/", "--verbose"], environment);
        Assert.True(result.ExitCode == 0, result.Error);
        var manifest = await File.ReadAllTextAsync(_directory.File(_directory.Files.Single(name => name.EndsWith(".json", StringComparison.Ordinal))), Token);
        foreach (var secret in (string[])["zoo-s3cret", environment["PGPASSWORD"]!])
            Assert.DoesNotContain(secret, result.Output + result.Error + manifest, StringComparison.Ordinal);
    }

    private static async Task<string> AssertRefusedAsync(string id, ExitCode exitCode, IReadOnlyDictionary<string, string?> environment, string directory, string? says = null)
    {
        var result = await CommandLine.RunAsync(["backup", "--path", directory + "/", "--verbose"], environment);
        Assert.Contains($"error [{id}]: ", result.Error, StringComparison.Ordinal);
        Assert.Equal((int)exitCode, result.ExitCode);
        if (says is not null) Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory));
        return result.Output + result.Error;
    }

    private async Task<Dictionary<string, string?>> ReachAsOtherAsync(string database)
    {
        var user = "other_" + database;
        await postgres.ExecuteAsync("postgres", $"CREATE ROLE {Sql.Name(user)} LOGIN PASSWORD 'other'");
        return CommandLine.Reach(postgres.Cluster.Target with { Username = user, Password = "other" }, database);
    }
}
