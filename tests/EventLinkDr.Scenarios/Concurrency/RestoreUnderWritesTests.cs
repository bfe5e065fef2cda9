using EventLinkDr.Model;
using EventLinkDr.Operations.Restore;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Concurrency;

/// <summary>The database is replaced while clients go on writing to it.</summary>
public sealed class RestoreUnderWritesTests(PostgresFixture postgres) : IDisposable
{
    private const string Sum = "SELECT (SELECT sum(amount) FROM public.left_side) + (SELECT sum(amount) FROM public.right_side)";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(RestoreMode.Swap)]
    [InlineData(RestoreMode.InPlace)]
    public async Task Restore_WhileAmountsMoveBetweenRows_EveryDatabaseHoldsOneInstant(RestoreMode mode)
    {
        var working = new Working(postgres, _directory);
        var database = await postgres.CreateDatabaseAsync("transfers");
        await Transfers.CreateTablesAsync(postgres, database);
        await using var transfers = await Transfers.StartAsync(postgres, database);
        var backup = await working.BackupAsync(database);
        var result = await working.RestoreAsync(database, backup.Name, new RestoreOptions { Mode = mode, SkipSafetyBackup = true, Jobs = 2 });
        Assert.Equal(ProofOutcome.Proven, result.Outcome);
        Assert.True(result.MeasuredDataLoss > TimeSpan.Zero);

        // The clients find the restored database and go on.
        var made = transfers.Made;
        for (var i = 0; transfers.Made < made + 20; i++)
        {
            Assert.True(i < 600, "The clients were not let in again.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Equal($"{Transfers.Sum}", await postgres.ScalarAsync(database, Sum));
        if (result.PreviousDatabase is { } previous) Assert.Equal($"{Transfers.Sum}", await postgres.ScalarAsync(previous, Sum));
    }
}
