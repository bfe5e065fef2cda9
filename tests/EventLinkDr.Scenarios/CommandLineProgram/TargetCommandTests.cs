using System.Text.Json;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.CommandLineProgram;

public sealed class TargetCommandTests
{
    private static readonly Dictionary<string, string?> NoEngine = new() { ["DOCKER_HOST"] = "unix:///nonexistent/docker.sock" };

    [Fact]
    public async Task Target_FromTheEnvironment_AsTextAndJson()
    {
        var environment = new Dictionary<string, string?> { ["PGHOST"] = "db.example.org", ["PGDATABASE"] = "live", ["PGUSER"] = "app", ["PGPASSWORD"] = "s3cret" };
        var text = await CommandLine.RunAsync(["target"], environment);
        Assert.Equal(0, text.ExitCode);
        Assert.Contains("live", text.Output, StringComparison.Ordinal);
        var json = await CommandLine.RunAsync(["target", "--json"], environment);
        Assert.Equal("db.example.org", JsonDocument.Parse(json.Output).RootElement.GetProperty("host").GetString());
        Assert.DoesNotContain("s3cret", text.Output + json.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_OfTheProjectAtHand_WithoutEngine_IsItsPort()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("docker-compose.yml"), "name: eventlink\nservices:\n  db:\n    image: postgres\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(directory.File(".env"), "POSTGRES_DB=live\nPOSTGRES_PASSWORD='s3cret'\nPOSTGRES_PORT=5544 # here\n", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(directory.File("scripts"));
        var result = await CommandLine.RunAsync(["target", "--json"], NoEngine, directory.File("scripts"));
        var target = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal(("live", 5544, "eventlink"), (target.GetProperty("database").GetString(), target.GetProperty("port").GetInt32(), target.GetProperty("project").GetString()));
        Assert.Contains("warning: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_NothingToBeFound_SaysWhatToDoInTheWordsOfTheCommandLine()
    {
        using var directory = new TemporaryDirectory();
        var result = await CommandLine.RunAsync(["target"], NoEngine, directory.Path);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error [TargetNotFound]: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("--project-directory", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("backup", "--jobs", "many")]
    [InlineData("backup", "--jobs", "0")]
    [InlineData("restore", "x.sql", "--jobs", "100000")]
    [InlineData("backup", "--retain-days", "99999999")]
    [InlineData("list", "--last", "0")]
    [InlineData("list", "--before", "2026-11-23T07:45:00")]
    [InlineData("backup", "--password", "s3cret")]
    public async Task AnythingThatMakesNoSense_IsAUsageError(params string[] arguments)
    {
        var result = await CommandLine.RunAsync(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("error [CommandLineInvalid]: ", result.Error, StringComparison.Ordinal);
    }
}
