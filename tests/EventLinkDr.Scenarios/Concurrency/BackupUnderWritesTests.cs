using EventLinkDr.Model;
using EventLinkDr.Operations.Backup;
using EventLinkDr.Storage;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Concurrency;

public sealed class BackupUnderWritesTests(PostgresFixture postgres) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Backup_WhileAmountsMoveBetweenRows_HoldsOneInstant(int jobs)
    {
        var database = await postgres.CreateDatabaseAsync("transfers");
        await Transfers.CreateTablesAsync(postgres, database);
        await using var transfers = await Transfers.StartAsync(postgres, database);
        await using var deployment = new TestDeployment(postgres, database);
        var operation = new BackupOperation(deployment, new DirectoryStore(_directory.Path));
        var plan = await operation.PrepareAsync(new BackupOptions { Jobs = jobs }, Token);
        long before = 0;
        var observer = new RecordingObserver { OnPhase = phase => before = phase == "copy" ? transfers.Made : before };
        var result = await operation.RunAsync(plan, observer, Token);

        Assert.True(transfers.Made > before, "Nothing was written while rows were read, so this proves nothing.");
        Assert.True(result.Backup.Manifest!.Members.Count(member => member.Kind == MemberKind.TableData) > 2, "The large table was not read in slices.");
        Assert.Equal(Transfers.Sum,
            BackupText.Sum(result.Backup.Path, "public.left_side", 1) + BackupText.Sum(result.Backup.Path, "public.right_side", 1));
    }
}
