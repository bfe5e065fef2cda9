using EventLinkDr.Hosting;

namespace EventLinkDr.Core.Tests.Hosting;

public sealed class ComposeOverrideTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("eventlinkdr-compose-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("      FLAG: \"false\"", true)]
    [InlineData("      - FLAG=false", true)]
    [InlineData("      - \"FLAG=false\"", true)]
    [InlineData("      FLAG: ${FLAG:-false}", false)]
    [InlineData("      - FLAG=${FLAG}", false)]
    [InlineData("      # FLAG: false", false)]
    [InlineData("      OTHER_FLAG: false", false)]
    [InlineData("      - FLAG", false)]
    public void Find_AFixedValue_IsNamed(string line, bool found)
    {
        File.WriteAllText(Path.Combine(_directory, "docker-compose.yml"), $"services:\n  backend:\n    environment:\n{line}\n    ports: [\"8000:8000\"]\n");
        Assert.Equal(found ? "docker-compose.yml" : null, ComposeOverride.Find(_directory, "FLAG"));
    }
}
