using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Restore;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Restore;

public sealed class RestoreNewDatabaseTests(PostgresFixture postgres)
{
    private readonly Databases _databases = new(postgres);
    private readonly Restoring _restoring = new(postgres);

    [Fact]
    public async Task NewDatabase_TouchesNothingElse()
    {
        await _databases.CreateAsync("rn_a", "old");
        var services = new RecordingServices("backend");
        var result = await _restoring.RunAsync("rn_a", options: new RestoreOptions { NewName = "rn_a_staging" }, services: services);
        Assert.Equal(RestoreMode.NewDatabase, result.Mode);
        Assert.Equal("rn_a_staging", result.Database);
        Assert.Equal("restored", await _databases.WhichAsync("rn_a_staging"));
        Assert.Equal("old", await _databases.WhichAsync("rn_a"));
        Assert.Equal(["rn_a", "rn_a_staging"], await _databases.NamesAsync("rn_a"));
        Assert.Null(await _databases.CommentOfAsync("rn_a_staging"));
        Assert.Empty(services.Calls);
    }

    [Fact]
    public async Task NewDatabase_NotProven_NeverAppears()
    {
        await _databases.CreateAsync("rn_b", "old");
        await Assert.ThrowsAsync<DrException>(() =>
            _restoring.RunAsync("rn_b", new SqlContent { Outcome = ProofOutcome.Failed }, new RestoreOptions { NewName = "rn_b_staging" }));
        Assert.Equal(["rn_b"], await _databases.NamesAsync("rn_b"));
    }

    [Fact]
    public async Task Tables_WithoutAName_MakeADatabaseWithANameOfItsOwn()
    {
        await _databases.CreateAsync("rn_c", "old");
        var result = await _restoring.RunAsync("rn_c", options: new RestoreOptions { Tables = ["public.which"] });
        Assert.StartsWith("rn_c_copy_", result.Database, StringComparison.Ordinal);
        Assert.Equal("restored", await _databases.WhichAsync(result.Database));
    }
}
