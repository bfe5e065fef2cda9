using EventLinkDr.Diagnostics;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.CommandLineProgram;

public sealed class OptionRulesTests
{
    [Theory]
    [InlineData("--last", "list", "--latest", "--last", "3")]
    [InlineData("--probe-user", "health", "--test-registration")]
    [InlineData("--expect-write-fence", "health", "--test-registration", "--expect-write-fence", "--probe-user", "x@example.ro")]
    [InlineData("--standby", "recover", "x", "--failover")]
    [InlineData("--start-over", "recover", "--resume", "--start-over")]
    [InlineData("--recipient", "copy", "x", "y", "--identity-file", "z")]
    [InlineData("--mode InPlace", "restore", "x", "--skip-safety-backup", "--yes")]
    [InlineData("--retain-days", "backup", "--retain-days", "3", "--retain-until", "2100-01-01T00:00:00Z")]
    [InlineData("--level Restore", "test", "x", "--connection", "host=127.0.0.1 port=1 dbname=x user=x")]
    public async Task CommandLine_OfWhichAPartWouldBeIgnored_IsRefused(string named, params string[] arguments)
    {
        var run = await CommandLine.RunAsync(arguments);

        Assert.Equal((int)ExitCode.Usage, run.ExitCode);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
