using EventLinkDr.Operations.Schema;

namespace EventLinkDr.Core.Tests.Operations.Schema;

public sealed class CodeRevisionsTests
{
    private static readonly CodeRevisions Code = new(["0021_weighted"], new HashSet<string> { "0019_a", "0020_b", "0021_weighted" });

    [Theory]
    [InlineData("0021_weighted", SchemaRelation.Same)]
    [InlineData("0019_a", SchemaRelation.DatabaseBehind)]
    [InlineData("0022_new", SchemaRelation.DatabaseAhead)]
    [InlineData("0020_other", SchemaRelation.Diverged)]
    [InlineData("0021_other", SchemaRelation.Diverged)]
    [InlineData("9f8e7d6c5b4a", SchemaRelation.Diverged)]
    [InlineData("0020_b,0022_new", SchemaRelation.DatabaseAhead)]
    [InlineData("0020_b,0020_other", SchemaRelation.Diverged)]
    [InlineData(null, SchemaRelation.Unknown)]
    public void Relate_ARevision_SaysHowItStands(string? revision, SchemaRelation expected) => Assert.Equal(expected, Code.Relate(revision));

    [Fact]
    public void Relate_TwoHeads_AreTheSameInAnyOrder()
    {
        var code = new CodeRevisions(["b", "a"], new HashSet<string> { "a", "b", "base" });
        Assert.Equal(SchemaRelation.Same, code.Relate("a,b"));
        Assert.Equal(SchemaRelation.DatabaseBehind, code.Relate("a"));
        Assert.False(code.Knows("a,c"));
    }
}
