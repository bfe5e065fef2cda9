using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Journal;
using EventLinkDr.TestKit;

namespace EventLinkDr.Core.Tests.Operations.Journal;

public sealed class RunJournalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => _directory.File("run.json");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Step_KilledInTheMiddle_IsKnownToHaveBegunOnly()
    {
        var journal = await BeginAsync();
        await journal.StepAsync("one", () => Task.CompletedTask);
        await Assert.ThrowsAsync<InvalidOperationException>(() => journal.StepAsync("two", async () =>
        {
            await journal.RememberAsync(_ => new Facts("seen"));
            throw new InvalidOperationException();
        }));

        var found = (await FindAsync())!;

        Assert.Equal(("seen", "in step two"), (found.Facts.Text, found.Content.Place()));
        Assert.Equal((true, true, true, false, false), (found.Content.HasBegun("one"), found.Content.HasEnded("one"), found.Content.HasBegun("two"),
            found.Content.HasEnded("two"), found.Content.HasBegun("three")));
    }

    [Fact]
    public async Task Step_DoneAgain_StandsOnceAtTheEnd()
    {
        var journal = await BeginAsync();
        foreach (var name in (string[])["one", "two", "one"]) await journal.StepAsync(name, () => Task.CompletedTask);
        Assert.Equal(["two", "one"], journal.Content.Steps.Select(step => step.Name));
        Assert.Equal("after step one", journal.Content.Place());
    }

    [Fact]
    public async Task End_LeavesNothingToGoOnWith()
    {
        await (await BeginAsync()).EndAsync("done");
        Assert.Null(await FindAsync());
        Assert.Contains("\"outcome\": \"done\"", await File.ReadAllTextAsync(Path, Token), StringComparison.Ordinal);
        await BeginAsync();
        Assert.Equal("before its first step", (await FindAsync())!.Content.Place());
    }

    [Fact]
    public async Task FindUnfinished_OfSomethingElse_IsAnError()
    {
        Assert.Null(await FindAsync());
        await File.WriteAllTextAsync(Path, "{ half", Token);
        Assert.Equal("StateUnreadable", (await Assert.ThrowsAsync<DrException>(FindAsync)).Id);
    }

    private Task<RunJournal<Facts>> BeginAsync() => RunJournal<Facts>.BeginAsync(JournalLocation.OfFile(Path), null, "test", "this", new Facts(null), NullObserver.Instance);

    private Task<RunJournal<Facts>?> FindAsync() => RunJournal<Facts>.FindUnfinishedAsync(JournalLocation.OfFile(Path), null, NullObserver.Instance, Token);

    private sealed record Facts(string? Text);
}
