using EventLinkDr.Postgres.Snapshot;

namespace EventLinkDr.Core.Tests.Postgres;

public sealed class SnapshotTableTests
{
    private static readonly SnapshotTable Table =
        new(1, "public", "t", "public.t", "a\u0001\"B, c\"\u0001d", "a\u0001B, c\u0001d", null, null, true, 0);

    [Fact]
    public void ColumnList_IsWhatACopyStatementTakes() => Assert.Equal("(a, \"B, c\", d)", Table.ColumnList);

    [Fact]
    public void InOrder_TheSameColumns_AreReadInThatOrder()
    {
        var turned = Table.InOrder(["d", "a", "B, c"])!;
        Assert.Equal("(d, a, \"B, c\")", turned.ColumnList);
        Assert.Equal("d\u0001a\u0001B, c", turned.ColumnNames);
        Assert.Same(Table, Table.InOrder(["a", "B, c", "d"]));
    }

    [Fact]
    public void InOrder_OtherColumns_IsNull()
    {
        Assert.Null(Table.InOrder(["a", "d"]));
        Assert.Null(Table.InOrder(["a", "d", "e"]));
        Assert.Null(Table.InOrder([]));
    }
}
