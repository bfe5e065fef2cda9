using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.CommandLineProgram;

public sealed class VersionTests
{
    [Fact]
    public async Task Version_IsTheModulesOwn()
    {
        var result = await CommandLine.RunAsync(["--version"]);
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith(ToolVersion.Current, result.Output, StringComparison.Ordinal);
    }
}
