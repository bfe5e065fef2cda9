using System.Text;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Core.Tests.Postgres.Databases;

public sealed class DatabaseNameTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 23, 9, 45, 0, TimeSpan.FromHours(2));

    [Fact]
    public void Restore_ShortName_CarriesTheUtcStamp() => Assert.Equal("eventlink_restore_20261123t074500z", DatabaseName.Restore("eventlink", Time, []));

    [Fact]
    public void Before_NameTaken_TakesTheNextNumber() =>
        Assert.Equal("e_before_20261123t074500z_3", DatabaseName.Before("e", Time, ["e_before_20261123t074500z", "e_before_20261123t074500z_2"]));

    [Theory]
    [InlineData("ăăăăăăăăăăăăăăăăăăăăăăăăăăăăăăă")]
    [InlineData("x😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Restore_LongName_FitsAndIsNotCutInsideACharacter(string name)
    {
        var made = DatabaseName.Restore(name, Time, []);
        Assert.InRange(Encoding.UTF8.GetByteCount(made), 1, 63);
        Assert.EndsWith("_restore_20261123t074500z", made, StringComparison.Ordinal);
        Assert.StartsWith(made[..made.IndexOf("_restore_", StringComparison.Ordinal)], name, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', made);
        Assert.Equal(made, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(made)));
    }

    [Theory]
    [InlineData("eventlink_restore_20261123t074500z", true)]
    [InlineData("eventlink_before_20261123t074500z_2", true)]
    [InlineData("eventlink_restore_y", false)]
    [InlineData("eventlink", false)]
    [InlineData("other_restore_20261123t074500z", false)]
    [InlineData("eventlink_restore_20261123t074500z_x", false)]
    public void LooksMadeFor_KnowsTheForm(string name, bool made) => Assert.Equal(made, DatabaseName.LooksMadeFor(name, "eventlink"));

    [Fact]
    public void LooksMadeFor_ACutName_IsKnown()
    {
        var database = new string('ă', 31);
        Assert.True(DatabaseName.LooksMadeFor(DatabaseName.Before(database, Time, []), database));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", true)]
    public void IsUsable_CountsBytes(string name, bool usable) => Assert.Equal(usable, DatabaseName.IsUsable(name));
}
