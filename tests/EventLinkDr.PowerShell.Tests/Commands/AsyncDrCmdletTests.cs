using System.Management.Automation;
using EventLinkDr.Diagnostics;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Tests.Hosting;

namespace EventLinkDr.PowerShell.Tests.Commands;

public sealed class AsyncDrCmdletTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void WriteAsync_SeveralObjects_ArriveInOrderOnThePipelineThread()
    {
        var outcome = Run("Invoke-Work $work | ForEach-Object { $_ * 10 }", async (cmdlet, _) =>
        {
            for (var i = 1; i <= 3; i++) await cmdlet.SendAsync(i);
        });

        Assert.Equal([10, 20, 30], outcome.Output.Select(item => (int)item.BaseObject));
    }

    [Fact]
    public void WriteAsync_DownstreamBreaks_CancelsAndWaitsForTheWorker()
    {
        var written = 0;
        var cleanedUp = false;
        var outcome = Run("do { Invoke-Work $work | ForEach-Object { $_; break } } while ($false); 'after'", async (cmdlet, token) =>
        {
            try
            {
                for (var i = 0; i < 100; i++)
                {
                    await cmdlet.SendAsync(i);
                    written++;
                }
            }
            finally
            {
                Assert.True(token.IsCancellationRequested);
                await Task.Delay(200, CancellationToken.None);
                cleanedUp = true;
            }
        });

        Assert.Equal(0, written);
        Assert.True(cleanedUp);
        Assert.Equal([0, "after"], outcome.Output.Select(item => item.BaseObject));
        Assert.Empty(outcome.Errors);
    }

    [Fact]
    public void Post_DownstreamThrewWhileWorkerRuns_DropsWhatIsSaidAfterwards()
    {
        var outcome = Run("try { Invoke-Work $work -Verbose -WarningAction Stop } catch { $_.FullyQualifiedErrorId }", async (cmdlet, token) =>
        {
            cmdlet.Listener.Warning("first");
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
            finally
            {
                cmdlet.Listener.Decision("after the end");
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cmdlet.SendAsync("after the end"));
            }
        });

        Assert.StartsWith("ActionPreferenceStop", Assert.Single(outcome.Output).ToString(), StringComparison.Ordinal);
        Assert.Empty(outcome.Verbose);
    }

    [Fact]
    public async Task Stop_WhileWorking_CancelsAndWaitsForTheWorker()
    {
        // Not in place: the test would go on in the worker it stops.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cleanedUp = false;
        using var shell = _session.Create("Invoke-Work $work", Work(async (_, token) =>
        {
            started.SetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }
            finally
            {
                await Task.Delay(200, CancellationToken.None);
                cleanedUp = true;
            }
        }));
        var running = shell.BeginInvoke();
        await started.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        shell.Stop();

        Assert.True(cleanedUp);
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.Empty(shell.Streams.Error);
    }

    [Fact]
    public void ProcessRecord_OwnErrorWithoutPipelineInput_EndsTheCommand()
    {
        var inner = new IOException("below");
        var outcome = Run("Invoke-Work $work; 'next'", (_, _) =>
            throw new DrException(ErrorTable.BackupNotFound, "no backup at all", inner) { Subject = "the backup", Remedy = "Make one." });

        var error = outcome.Error;
        Assert.Equal("BackupNotFound,EventLinkDr.PowerShell.Tests.Hosting.InvokeWorkCommand", error.FullyQualifiedErrorId);
        Assert.Equal(System.Management.Automation.ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal("the backup", error.TargetObject);
        Assert.Equal("no backup at all.", error.ErrorDetails.Message);
        Assert.Equal("Make one.", error.ErrorDetails.RecommendedAction);
        Assert.Same(inner, error.Exception.InnerException);
    }

    [Fact]
    public void ProcessRecord_OwnErrorOfAPipedItem_LeavesTheOthersToBeDone()
    {
        var outcome = Run("1..3 | Invoke-Work $work", async (cmdlet, _) =>
        {
            var number = (int)((PSObject)cmdlet.InputObject!).BaseObject;
            if (number == 2) throw new DrException(ErrorTable.BackupCorrupt, "two is bad");
            await cmdlet.SendAsync(number);
        });

        Assert.Null(outcome.Terminating);
        Assert.Equal([1, 3], outcome.Output.Select(item => (int)item.BaseObject));
        Assert.Equal("2", Assert.Single(outcome.Errors).TargetObject.ToString());
    }

    [Fact]
    public void ProcessRecord_CancelledByATokenThatIsNotOurs_IsAnError()
    {
        var outcome = Run("Invoke-Work $work", (_, _) => throw new OperationCanceledException("a deadline", new CancellationToken(canceled: true)));

        Assert.StartsWith("Unexpected,", outcome.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.IsType<OperationCanceledException>(outcome.Error.Exception.InnerException, exactMatch: false);
    }

    [Fact]
    public void ProcessRecord_ForeignException_IsUnexpectedAndKept()
    {
        var outcome = Run("Invoke-Work $work", (_, _) => throw new InvalidDataException("odd"));

        Assert.StartsWith("Unexpected,", outcome.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("InvalidDataException: odd.", outcome.Error.ErrorDetails.Message);
        Assert.IsType<InvalidDataException>(outcome.Error.Exception.InnerException);
    }

    [Fact]
    public void Observer_EverythingTold_GoesToItsStream()
    {
        var outcome = Run("Invoke-Work $work -Verbose", (cmdlet, _) =>
        {
            using (cmdlet.Listener.Phase("load tables"))
            {
                cmdlet.Listener.Decision("two jobs");
                cmdlet.Listener.Milestone("half way");
                cmdlet.Listener.Warning("nearly full");
                cmdlet.Listener.Progress(new ProgressReport("Loading", "public.users", 512, 1024));
            }

            return Task.CompletedTask;
        });

        Assert.Equal("two jobs", Assert.Single(outcome.Verbose).Message);
        Assert.Equal("nearly full", Assert.Single(outcome.Warnings).Message);
        var information = Assert.Single(outcome.Information);
        Assert.Equal("half way", information.MessageData);
        Assert.Equal([CmdletObserver.Tag], information.Tags);
        Assert.Contains(outcome.Progress, record => record.StatusDescription == "load tables");
        Assert.Contains(outcome.Progress, record => record is { CurrentOperation: "public.users", PercentComplete: 50 });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Progress_HoweverTheWorkEnds_IsCompleted(bool fails)
    {
        var outcome = Run("Invoke-Work $work", (cmdlet, _) =>
        {
            cmdlet.Listener.Phase("never ended");
            cmdlet.Listener.Progress(new ProgressReport("Loading", null, 1, 2));
            return fails ? throw new DrException(ErrorTable.LoadFailed, "broken") : Task.CompletedTask;
        });

        var shown = outcome.Progress.Where(record => record.RecordType == ProgressRecordType.Processing).Select(record => record.ActivityId).Distinct().Order();
        var completed = outcome.Progress.Where(record => record.RecordType == ProgressRecordType.Completed).Select(record => record.ActivityId).Order();
        Assert.Equal(2, shown.Count());
        Assert.Equal(shown, completed);
    }

    private static (string, object?) Work(InvokeWorkCommand.Body body) => ("work", body);

    private Outcome Run(string script, InvokeWorkCommand.Body body) => _session.Run(script, Work(body));
}
