using System.Text.Json;
using EventLinkDr.Diagnostics;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.CommandLineProgram;

public sealed class ErrorsCommandTests
{
    [Fact]
    public async Task Errors_WithoutAnId_ListsEveryRow()
    {
        var run = await CommandLine.RunAsync(["errors"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(ErrorTable.All.Select(kind => kind.Id).Prepend("ID"), run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task Errors_OfAnId_SaysWhatToDoInTheWordsOfTheCommandLine()
    {
        var run = await CommandLine.RunAsync(["errors", "rollbacknotfound", "ProofFailed"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"id +RollbackNotFound\r?\ncategory +ObjectNotFound\r?\nexit code +\d+ \(Precondition\)", run.Output);
        Assert.Contains("eventlinkdr rollback list", run.Output, StringComparison.Ordinal);
        Assert.Contains("ProofFailed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_AsJson_HasNumbersForExitCodes()
    {
        var run = await CommandLine.RunAsync(["errors", "ProofFailed", "--json"]);

        var row = Assert.Single(JsonDocument.Parse(run.Output).RootElement.EnumerateArray());
        Assert.Equal("ProofFailed", row.GetProperty("id").GetString());
        Assert.Equal((int)ExitCode.NotProven, row.GetProperty("exitCode").GetInt32());
    }

    [Fact]
    public async Task Errors_OfAnIdThatIsNone_IsAnErrorItself()
    {
        var run = await CommandLine.RunAsync(["errors", "Nothing"]);

        Assert.Equal((int)ExitCode.Usage, run.ExitCode);
        Assert.Contains("error [ErrorIdUnknown]", run.Error, StringComparison.Ordinal);
        Assert.Contains("eventlinkdr errors", run.Error, StringComparison.Ordinal);
    }
}
