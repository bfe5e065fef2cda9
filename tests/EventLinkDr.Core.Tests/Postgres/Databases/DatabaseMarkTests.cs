using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Core.Tests.Postgres.Databases;

public sealed class DatabaseMarkTests
{
    private static readonly DatabaseMark Mark = new()
    {
        State = DatabaseMarkState.Kept, Run = Guid.Parse("0b8f9f0e-5f0e-4a7e-9d2c-7a1c3f2e1d00"), Oid = 4_000_000_000, Database = "a\"\n😀",
        Time = new DateTimeOffset(2026, 11, 23, 7, 45, 0, 123, 456, TimeSpan.Zero), Comment = "Producție \"oid\":0 {}",
    };

    [Fact]
    public void Parse_OfItsOwnText_GivesTheSameMark() => Assert.Equal(Mark, DatabaseMark.Parse(Mark.ToComment()));

    [Fact]
    public void ToComment_IsAscii() => Assert.All(Mark.ToComment(), c => Assert.True(c < 128));

    [Fact]
    public void ToComment_HoldsTheOidOnce() => Assert.Equal(2, (Mark with { Oid = 0 }).ToComment().Split("\"oid\":0").Length);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Production database of EventLinkDr")]
    [InlineData("EventLinkDr keeps its notes here, please leave them: ")]
    [InlineData("EventLinkDr keeps its notes here, please leave them: {}")]
    [InlineData("EventLinkDr keeps its notes here, please leave them: {\"state\":\"other\",\"run\":\"x\"}")]
    public void Parse_AnythingElse_IsNoMark(string? comment) => Assert.Null(DatabaseMark.Parse(comment));
}
