using System.Text;
using EventLinkDr.Hosting;

namespace EventLinkDr.Core.Tests.Hosting;

public sealed class EnvFileEditTests
{
    private const string Flag = "MAINTENANCE_MODE_REGISTRATIONS_DISABLED";

    [Theory]
    [InlineData("", Flag + "=true\n")]
    [InlineData("A=1", "A=1\n" + Flag + "=true\n")]
    [InlineData("A=1\r\n", "A=1\r\n" + Flag + "=true\r\n")]
    [InlineData(Flag + "=false\n", Flag + "=true\n")]
    [InlineData(Flag + "=\nB=2\n", Flag + "=true\nB=2\n")]
    [InlineData(Flag + "=false # until Monday\n", Flag + "=true # until Monday\n")]
    [InlineData("export  " + Flag + " = \"false\"  \r\nB=2", "export  " + Flag + " = true  \r\nB=2")]
    [InlineData("# " + Flag + "=false\n", "# " + Flag + "=false\n" + Flag + "=true\n")]
    [InlineData(Flag + "=a\n" + Flag + "=b\n", Flag + "=a\n" + Flag + "=true\n")]
    [InlineData("X='\n" + Flag + "=inside\n'\n", "X='\n" + Flag + "=inside\n'\n" + Flag + "=true\n")]
    [InlineData("NOT_" + Flag + "=x\n", "NOT_" + Flag + "=x\n" + Flag + "=true\n")]
    public void Set_ChangesTheOneValue_AndNoOtherByte(string before, string after) =>
        Assert.Equal(after, Encoding.UTF8.GetString(EnvFileEdit.Set(Encoding.UTF8.GetBytes(before), Flag, "true")));

    [Fact]
    public void Set_BytesThatAreNoUtf8_StayAsTheyAre()
    {
        byte[] before = [(byte)'A', (byte)'=', 0xE9, 0xFF, (byte)'\n'];
        Assert.Equal([.. before, .. "B=1\n"u8], EnvFileEdit.Set(before, "B", "1"));
    }
}
