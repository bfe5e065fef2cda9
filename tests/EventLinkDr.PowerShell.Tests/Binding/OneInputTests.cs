using EventLinkDr.Diagnostics;
using EventLinkDr.PowerShell.Binding;

namespace EventLinkDr.PowerShell.Tests.Binding;

public sealed class OneInputTests
{
    [Fact]
    public void Only_OneItem_IsIt() => Assert.Equal("a", Of("a").Only(fromPipeline: true));

    [Fact]
    public void Only_NothingAskedForWithoutPipeline_IsNull() => Assert.Null(Of([null]).Only(fromPipeline: false));

    [Fact]
    public void Only_EmptyPipeline_IsAnError() => Assert.Equal("RollbackNotFound", Assert.Throws<DrException>(() => Of().Only(fromPipeline: true)).Id);

    [Fact]
    public void Only_ItemWithoutAName_IsAnError() => Assert.Equal("RollbackNotFound", Assert.Throws<DrException>(() => Of([null]).Only(fromPipeline: true)).Id);

    [Fact]
    public void Only_SeveralItems_NamesThem()
    {
        var error = Assert.Throws<DrException>(() => Of("a", "b").Only(fromPipeline: true));

        Assert.Equal("InputNotSingle", error.Id);
        Assert.Equal("a, b", error.Found);
    }

    private static OneInput<string> Of(params string?[] items)
    {
        var input = new OneInput<string>(ErrorTable.RollbackNotFound);
        foreach (var item in items) input.Take(item);
        return input;
    }
}
