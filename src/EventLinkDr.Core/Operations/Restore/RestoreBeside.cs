using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;
using EventLinkDr.Postgres.Load;

namespace EventLinkDr.Operations.Restore;

/// <summary>Loads into a new database, proves it, and only then gives it the name. Until then nothing that exists is touched.</summary>
internal sealed class RestoreBeside(IDeployment deployment, RestorePlan plan, RunLock held, IOperationObserver observer)
{
    private readonly string _name = plan.RestoreName!;

    public async Task<RestoreOutcome> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var database = await CreateAsync(cancellationToken).ConfigureAwait(false);
            var (loaded, proof) = await FillAsync(cancellationToken).ConfigureAwait(false);
            var comment = await ApplyPropertiesAsync(database, cancellationToken).ConfigureAwait(false);
            var pause = new ServicePause(deployment.Services, observer);
            await using (pause.ConfigureAwait(false))
            {
                if (plan.Mode == RestoreMode.Swap) await pause.StopAsync(cancellationToken).ConfigureAwait(false);
                var request = await RequestAsync(database, comment, cancellationToken).ConfigureAwait(false);
                var stopped = await new GuardedSwap(deployment.Server, held, pause, observer)
                    .ExecuteAsync(request, await MarkOfAsync(database, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                return new RestoreOutcome(proof, loaded, stopped);
            }
        }
        catch
        {
            await DropAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Loads and proves, and keeps nothing.</summary>
    public async Task<ProofReport> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CreateAsync(cancellationToken).ConfigureAwait(false);
            return (await FillAsync(cancellationToken).ConfigureAwait(false)).Proof;
        }
        finally
        {
            await DropAsync().ConfigureAwait(false);
        }
    }

    private async Task<DatabaseIdentity> CreateAsync(CancellationToken cancellationToken)
    {
        using var phase = observer.Phase("create database");
        var session = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var created = await OwnedDatabase.CreateAsync(session, _name, deployment.Target.Database, plan.Properties, held.Run, cancellationToken).ConfigureAwait(false);
            // A property that is refused should be refused now, not after hours of loading.
            await session.ExecuteAsync("BEGIN", cancellationToken).ConfigureAwait(false);
            foreach (var statement in PropertyStatements.For(plan, _name)) await session.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("ROLLBACK", cancellationToken).ConfigureAwait(false);
            return created;
        }
    }

    private async Task<(LoadResult Loaded, ProofReport Proof)> FillAsync(CancellationToken cancellationToken)
    {
        LoadResult loaded;
        ProofReport proof;
        using (observer.Phase("load"))
            loaded = await plan.Content.LoadAsync(deployment.Server, _name, plan.Load, observer, cancellationToken).ConfigureAwait(false);
        using (observer.Phase("prove"))
        {
            proof = await plan.Content.ProveAsync(deployment.Server, _name, plan.Load, loaded, observer, cancellationToken).ConfigureAwait(false);
            ProofVerdict.ThrowIfFailed(proof, plan);
        }

        using (observer.Phase("analyze")) await new Statistics(deployment.Server, _name, plan.Properties.Encoding, observer).GatherAsync(plan.Jobs, cancellationToken).ConfigureAwait(false);
        return (loaded, proof);
    }

    /// <returns>The comment the database has once it serves.</returns>
    private async Task<string?> ApplyPropertiesAsync(DatabaseIdentity database, CancellationToken cancellationToken)
    {
        using var phase = observer.Phase("apply properties");
        var session = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            foreach (var fence in plan.Properties.Settings.Where(DatabaseDefinition.IsFence)) observer.Decision($"{fence.Name} = {fence.Value} is not taken over");
            var mark = await CommentAsync(session, database, cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("BEGIN", cancellationToken).ConfigureAwait(false);
            foreach (var statement in PropertyStatements.For(plan, _name)) await session.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
            // The dump may have set a comment of its own: it waits until the mark goes.
            var own = await CommentAsync(session, database, cancellationToken).ConfigureAwait(false);
            if (own != mark) await session.ExecuteAsync(DatabaseDefinition.Comment(_name, mark), cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync("COMMIT", cancellationToken).ConfigureAwait(false);
            return own != mark ? own : plan.Properties.Comment;
        }
    }

    private async Task<SwapRequest> RequestAsync(DatabaseIdentity database, string? comment, CancellationToken cancellationToken)
    {
        var request = new SwapRequest { Name = plan.Database, New = database, NewComment = comment, OldBecomes = plan.PreviousDatabase ?? "" };
        if (plan.Mode != RestoreMode.Swap || plan.Facts.Existing is not { } existing) return request;
        var session = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            return request with
            {
                Old = existing.Database,
                OldComment = await KeptComment.MakeAsync(session, existing.Database, held.Run, cancellationToken).ConfigureAwait(false),
            };
        }
    }

    private async Task<string?> MarkOfAsync(DatabaseIdentity database, CancellationToken cancellationToken)
    {
        var session = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false)) return await CommentAsync(session, database, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<string?> CommentAsync(IPostgresSession session, DatabaseIdentity database, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync("SELECT shobj_description($1::oid, 'pg_database')", cancellationToken, (long)database.Oid).ConfigureAwait(false);
        return rows[0].Text(0);
    }

    /// <summary>Drops the new database unless it serves. What cannot be dropped now is dropped by the next command: its mark says that it is ours.</summary>
    private async Task DropAsync()
    {
        try
        {
            var session = await OpenAsync(CancellationToken.None).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                if (await OwnedDatabase.FindMarkedAsync(session, _name, held.Run, CancellationToken.None).ConfigureAwait(false) is not { } database) return;
                using (observer.Phase("clean up")) await OwnedDatabase.DropAsync(session, database, CancellationToken.None).ConfigureAwait(false);
                observer.Decision($"dropped {_name}");
            }
        }
        catch (DrException error)
        {
            observer.Warning($"{_name} could not be dropped: {error.Message} The next command drops it.");
        }
    }

    private Task<IPostgresSession> OpenAsync(CancellationToken cancellationToken) => MaintenanceSession.OpenAsync(deployment.Server, plan.Database, cancellationToken);
}
