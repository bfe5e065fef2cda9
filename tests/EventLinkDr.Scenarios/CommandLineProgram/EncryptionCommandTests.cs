using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Encryption;
using EventLinkDr.Scenarios.Stores;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.CommandLineProgram;

/// <summary>Keys, encrypted backups and copies, as a script uses them.</summary>
public sealed class EncryptionCommandTests(PostgresFixture postgres, AzuriteFixture azurite, MotoFixture moto) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task KeyNew_MakesAPrivateFileOnce()
    {
        var made = await CommandLine.RunAsync(["key", "new", "backup.key", "--json"], directory: _directory.Path);
        Assert.Equal(0, made.ExitCode);
        var key = JsonDocument.Parse(made.Output).RootElement;
        Assert.StartsWith("age1", key.GetProperty("recipient").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("AGE-SECRET-KEY", made.Output + made.Error, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_directory.File("backup.key")));

        var content = await File.ReadAllTextAsync(_directory.File("backup.key"), TestContext.Current.CancellationToken);
        var again = await CommandLine.RunAsync(["key", "new", "backup.key"], directory: _directory.Path);
        Assert.Contains("error [KeyFileExists]: ", again.Error, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(_directory.File("backup.key"), TestContext.Current.CancellationToken));
        Assert.Equal(0, (await CommandLine.RunAsync(["key", "new", "other.key", "--what-if"], directory: _directory.Path)).ExitCode);
        Assert.False(File.Exists(_directory.File("other.key")));
    }

    [Fact]
    public async Task EnvironmentNamesTheKeys_FromBackupToRestoreByWayOfACopy()
    {
        using var keys = TestKeys.Create();
        var place = await RemotePlace.CreateAsync(StoreKind.AzureBlob, azurite, moto);
        var database = await postgres.CreateDatabaseAsync("keys");
        await postgres.ExecuteAsync(database, "CREATE TABLE public.t AS SELECT i FROM generate_series(1, 1000) i");
        Dictionary<string, string?> environment = new([.. CommandLine.Reach(postgres.Cluster.Target, database), .. RemotePlace.Environment, new(KeyResolver.Recipients, keys.Recipient)]);
        Task<ProgramResult> Run(params string[] arguments) => CommandLine.RunAsync(arguments, environment, _directory.Path);

        Assert.Contains(".sql.gz.age", (await Run("backup")).Output, StringComparison.Ordinal);
        var copied = await Run("copy", "backups", place.Address, "--newest");
        Assert.Equal((0, true), (copied.ExitCode, copied.Output.Contains("copied", StringComparison.Ordinal)));
        Assert.Contains("is there already", (await Run("copy", "backups", place.Address)).Output, StringComparison.Ordinal);
        var refused = await Run("restore", place.Address, "--yes");
        Assert.Equal((int)ErrorTable.KeyMissing.ExitCode, refused.ExitCode);
        Assert.Contains("--identity-file", refused.Error, StringComparison.Ordinal);

        environment[KeyResolver.IdentityFile] = keys.IdentityFile;
        await postgres.ExecuteAsync(database, "DROP TABLE public.t");
        Assert.Equal(0, (await Run("test", place.Address, "--level", "content")).ExitCode);
        Assert.Equal(0, (await Run("restore", place.Address, "--yes")).ExitCode);
        Assert.Equal("1000", await postgres.ScalarAsync(database, "SELECT count(*) FROM public.t"));
    }
}
