using EventLinkDr.Operations.Schema;

namespace EventLinkDr.Core.Tests.Operations.Schema;

public sealed class AlembicTextTests
{
    [Theory]
    [InlineData("0021_weighted_implicit_signals (head)", "0021_weighted_implicit_signals")]
    [InlineData("a1b2c3 (effective head)", "a1b2c3")]
    [InlineData("a1b2c3 (search) (head)", "a1b2c3")]
    [InlineData("INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.", null)]
    [InlineData("", null)]
    public void Heads_ALine_GivesTheRevisionOrNothing(string line, string? revision) =>
        Assert.Equal(revision is null ? [] : [revision], AlembicText.Heads([line]));

    [Fact]
    public void HistoryHeads_TwoBranches_GivesBoth() => Assert.Equal(
        ["0003_left", "0003_right"],
        AlembicText.HistoryHeads(["0002_a -> 0003_left (head), (head) of the left", "0002_a -> 0003_right (effective head), right", "0001_b -> 0002_a (branchpoint), the (head) of none"]));

    [Fact]
    public void History_WithBranchesAndMerges_NamesEveryRevision() => Assert.Equal(
        ["0001_begin", "0002_left", "0002_right", "0003_merged", "0004_head"],
        AlembicText.History(
        [
            "0003_merged -> 0004_head (head), the last -> and a comma, too",
            "0002_left, 0002_right -> 0003_merged (mergepoint), merge",
            "0001_begin (branchpoint) -> 0002_right, one",
            "0001_begin (branchpoint) -> 0002_left, other",
            "<base> -> 0001_begin, begin",
        ]).Order(StringComparer.Ordinal));
}
