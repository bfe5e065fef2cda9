using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Rollback;
using EventLinkDr.Postgres.Databases;
using EventLinkDr.Scenarios.Restore;
using EventLinkDr.TestKit;

namespace EventLinkDr.Scenarios.Rollback;

public sealed class UndoTests(PostgresFixture postgres)
{
    private readonly Restore.Databases _databases = new(postgres);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Undo_PutsTheKeptDatabaseBackAndKeepsTheOther()
    {
        await _databases.CreateAsync("undo_a", "current");
        await _databases.CommentAsync("undo_a", "comment of the current");
        await _databases.CreateMarkedAsync("undo_a_kept", "kept", Restore.Databases.Kept("undo_a", 1, "comment of the kept"));
        var services = new RecordingServices("backend", "worker");
        var result = await UndoAsync("undo_a", services);
        Assert.Equal("kept", await _databases.WhichAsync("undo_a"));
        Assert.Equal("current", await _databases.WhichAsync(result.PreviousDatabase!));
        Assert.Equal("comment of the kept", await _databases.CommentOfAsync("undo_a"));
        var mark = DatabaseMark.Parse(await _databases.CommentOfAsync(result.PreviousDatabase!))!;
        Assert.Equal((DatabaseMarkState.Kept, "undo_a", "comment of the current"), (mark.State, mark.Database, mark.Comment));
        Assert.Equal(["stop backend,worker", "start backend,worker"], services.Calls);
        Assert.NotNull(result.Stopped);
        Assert.Equal("undo_a_kept", result.Restored);
    }

    [Fact]
    public async Task Undo_OfAnUndo_IsWhereItBegan()
    {
        await _databases.CreateAsync("undo_b", "current");
        await _databases.CommentAsync("undo_b", "comment of the current");
        await _databases.CreateMarkedAsync("undo_b_kept", "kept", Restore.Databases.Kept("undo_b", 1));
        await UndoAsync("undo_b");
        var second = await UndoAsync("undo_b");
        Assert.Equal("current", await _databases.WhichAsync("undo_b"));
        Assert.Equal("comment of the current", await _databases.CommentOfAsync("undo_b"));
        Assert.Equal("kept", await _databases.WhichAsync(second.PreviousDatabase!));
        Assert.Null(DatabaseMark.Parse(await _databases.CommentOfAsync(second.PreviousDatabase!))!.Comment);
    }

    [Fact]
    public async Task Undo_NoCurrentDatabase_RenamesTheKeptOne()
    {
        await _databases.CreateMarkedAsync("undo_c_kept", "kept", Restore.Databases.Kept("undo_c", 1));
        var result = await UndoAsync("undo_c");
        Assert.Equal("kept", await _databases.WhichAsync("undo_c"));
        Assert.Null(result.PreviousDatabase);
        Assert.Null(await _databases.CommentOfAsync("undo_c"));
    }

    [Fact]
    public async Task Undo_NamedOne_IsTakenInsteadOfTheNewest()
    {
        await _databases.CreateAsync("undo_d", "current");
        await _databases.CreateMarkedAsync("undo_d_new", "newer", Restore.Databases.Kept("undo_d", 1));
        await _databases.CreateMarkedAsync("undo_d_old", "older", Restore.Databases.Kept("undo_d", 2));
        var operation = new UndoOperation(new TestDeployment(postgres, "undo_d"));
        await operation.RunAsync(await operation.PrepareAsync("undo_d_old", Token), NullObserver.Instance, Token);
        Assert.Equal("older", await _databases.WhichAsync("undo_d"));
    }

    [Fact]
    public async Task Undo_NothingKept_IsRefused()
    {
        await _databases.CreateAsync("undo_e", "current");
        // A name, or a mark that belongs to another database, is not enough.
        await _databases.CreateAsync("undo_e_before_20260101t000000z", "of a user");
        await _databases.CreateAsync("undo_e_copy", "of a copy");
        await _databases.CommentAsync("undo_e_copy", (Restore.Databases.Kept("undo_e", 1) with { Oid = 1 }).ToComment());
        var error = await Assert.ThrowsAsync<DrException>(() => new UndoOperation(new TestDeployment(postgres, "undo_e")).PrepareAsync(null, Token));
        Assert.Equal("RollbackNotFound", error.Id);
    }

    [Fact]
    public async Task Undo_PreparedTransaction_IsRefusedWithTheRemedy()
    {
        await _databases.CreateAsync("undo_f", "current");
        await _databases.CreateMarkedAsync("undo_f_kept", "kept", Restore.Databases.Kept("undo_f", 1));
        await postgres.ExecuteAsync("undo_f_kept", "BEGIN; CREATE TABLE public.t (); PREPARE TRANSACTION 'undo f'");
        try
        {
            var error = await Assert.ThrowsAsync<DrException>(() => new UndoOperation(new TestDeployment(postgres, "undo_f")).PrepareAsync(null, Token));
            Assert.Equal("SwapBlocked", error.Id);
            Assert.Contains("ROLLBACK PREPARED 'undo f'", error.Remedy, StringComparison.Ordinal);
        }
        finally
        {
            await postgres.ExecuteAsync("undo_f_kept", "ROLLBACK PREPARED 'undo f'");
        }
    }

    [Fact]
    public async Task Undo_ServicesDoNotStart_IsNotSwappedBackAndSaysHowTo()
    {
        await _databases.CreateAsync("undo_g", "current");
        await _databases.CreateMarkedAsync("undo_g_kept", "kept", Restore.Databases.Kept("undo_g", 1));
        var services = new RecordingServices("backend") { StartFails = new DrException(ErrorTable.ServiceUnhealthy, "backend is not healthy") };
        var error = await Assert.ThrowsAsync<DrException>(() => UndoAsync("undo_g", services));
        Assert.Equal("ServiceUnhealthy", error.Id);
        Assert.Contains("Undo-EventLinkRestore", error.Remedy, StringComparison.Ordinal);
        Assert.Equal("kept", await _databases.WhichAsync("undo_g"));
    }

    [Fact]
    public async Task Undo_FailsBeforeTheServicesStart_SwapsBackAndStartsThem()
    {
        await _databases.CreateAsync("undo_h", "current");
        await _databases.CommentAsync("undo_h", "comment of the current");
        await _databases.CreateMarkedAsync("undo_h_kept", "kept", Restore.Databases.Kept("undo_h", 1, "comment of the kept"));
        var before = await _databases.CommentOfAsync("undo_h_kept");
        var services = new RecordingServices("backend");
        var first = true;
        var observer = new RecordingObserver
        {
            OnPhase = phase =>
            {
                if (phase != "start services" || !first) return;
                first = false;
                throw new DrException(ErrorTable.TimedOut, "a failure in between");
            },
        };
        var error = await Assert.ThrowsAsync<DrException>(() => UndoAsync("undo_h", services, observer));
        Assert.Equal("TimedOut", error.Id);
        Assert.Equal("current", await _databases.WhichAsync("undo_h"));
        Assert.Equal("kept", await _databases.WhichAsync("undo_h_kept"));
        Assert.Equal("comment of the current", await _databases.CommentOfAsync("undo_h"));
        Assert.Equal(before, await _databases.CommentOfAsync("undo_h_kept"));
        Assert.Equal(["backend"], services.Running);
    }

    [Fact]
    public async Task Undo_WhileARestoreRuns_IsRefused()
    {
        await _databases.CreateAsync("undo_i", "current");
        await _databases.CreateMarkedAsync("undo_i_kept", "kept", Restore.Databases.Kept("undo_i", 1));
        var operation = new UndoOperation(new TestDeployment(postgres, "undo_i"));
        var plan = await operation.PrepareAsync(null, Token);
        await using var other = await RunLock.AcquireAsync(postgres.Server, "undo_i", Token);
        Assert.Equal("RestoreInProgress", (await Assert.ThrowsAsync<DrException>(() => operation.PrepareAsync(null, Token))).Id);
        Assert.Equal("RestoreInProgress", (await Assert.ThrowsAsync<DrException>(() => operation.RunAsync(plan, NullObserver.Instance, Token))).Id);
    }

    [Fact]
    public async Task Undo_KeptIsReadOnlyByDefault_ThePlanSaysSo()
    {
        await _databases.CreateAsync("undo_j", "current");
        await _databases.CreateMarkedAsync("undo_j_kept", "kept", Restore.Databases.Kept("undo_j", 1));
        await postgres.ExecuteAsync("postgres", "ALTER DATABASE undo_j_kept SET default_transaction_read_only = on");
        var plan = await new UndoOperation(new TestDeployment(postgres, "undo_j")).PrepareAsync(null, Token);
        Assert.Contains(plan.Notes, note => note.Contains("read-only", StringComparison.Ordinal));
    }

    private async Task<UndoResult> UndoAsync(string database, RecordingServices? services = null, IOperationObserver? observer = null)
    {
        var operation = new UndoOperation(new TestDeployment(postgres, database) { Services = services ?? new RecordingServices() });
        return await operation.RunAsync(await operation.PrepareAsync(null, Token), observer ?? NullObserver.Instance, Token);
    }
}
