using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Journal;
using EventLinkDr.TestKit;

namespace EventLinkDr.Core.Tests.Operations.Journal;

public sealed class RunJournalTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Path => _directory.File("run.json");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Step_KilledInTheMiddle_IsKnownToHaveBegunOnly()
    {
        var journal = Begin();
        await journal.StepAsync("one", () => Task.CompletedTask);
        await Assert.ThrowsAsync<InvalidOperationException>(() => journal.StepAsync("two", () =>
        {
            journal.Remember(_ => new Facts("seen"));
            throw new InvalidOperationException();
        }));

        var found = RunJournal<Facts>.FindUnfinished(Path, NullObserver.Instance)!;

        Assert.Equal(("seen", "in step two"), (found.Facts.Text, found.Content.Place()));
        Assert.Equal((true, true, true, false, false), (found.Content.HasBegun("one"), found.Content.HasEnded("one"), found.Content.HasBegun("two"),
            found.Content.HasEnded("two"), found.Content.HasBegun("three")));
    }

    [Fact]
    public async Task Step_DoneAgain_StandsOnceAtTheEnd()
    {
        var journal = Begin();
        foreach (var name in (string[])["one", "two", "one"]) await journal.StepAsync(name, () => Task.CompletedTask);
        Assert.Equal(["two", "one"], journal.Content.Steps.Select(step => step.Name));
        Assert.Equal("after step one", journal.Content.Place());
    }

    [Fact]
    public void End_LeavesNothingToGoOnWith()
    {
        Begin().End("done");
        Assert.Null(RunJournal<Facts>.FindUnfinished(Path, NullObserver.Instance));
        Assert.Contains("\"outcome\": \"done\"", File.ReadAllText(Path), StringComparison.Ordinal);
        Begin();
        Assert.Equal("before its first step", RunJournal<Facts>.FindUnfinished(Path, NullObserver.Instance)!.Content.Place());
    }

    [Fact]
    public void FindUnfinished_OfSomethingElse_IsAnError()
    {
        Assert.Null(RunJournal<Facts>.FindUnfinished(Path, NullObserver.Instance));
        File.WriteAllText(Path, "{ half");
        Assert.Equal("StateUnreadable", Assert.Throws<DrException>(() => RunJournal<Facts>.FindUnfinished(Path, NullObserver.Instance)).Id);
    }

    private RunJournal<Facts> Begin() => RunJournal<Facts>.Begin(Path, "test", "this", new Facts(null), NullObserver.Instance);

    private sealed record Facts(string? Text);
}
