using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Postgres.Load;

/// <summary>
/// Loads a dump that has been inspected. What the server refuses ends the load; all sessions are closed then, and what was committed stays
/// in the database, which is the caller's to drop.
/// </summary>
/// <param name="source">The dump.</param>
/// <param name="facts">What its inspection found.</param>
/// <param name="options">What of it, and how.</param>
/// <param name="observer">Told how far it is.</param>
internal sealed class DumpLoader(DumpSource source, DumpFacts facts, LoadOptions options, IOperationObserver observer)
{
    /// <summary>Loads into a database that is empty, on several sessions, each statement in a transaction of its own.</summary>
    /// <exception cref="DrException">
    /// <c>LoadFailed</c>, <c>ServerDiskFull</c>, <c>PrivilegeMissing</c>, <c>ServerUnreachable</c>, <c>TableNotInBackup</c>, and what reading can throw.
    /// </exception>
    public async Task<LoadResult> LoadAsync(IPostgresServer server, string database, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        var encoding = facts.ClientEncoding ?? await ReadEncodingAsync(server, database, cancellationToken).ConfigureAwait(false);
        var sessions = new SessionOptions(database)
        {
            TransparentEncoding = DumpEncoding.AreSame(encoding, "UTF8") ? "UTF8" : encoding, ApplicationName = "EventLinkDr load",
        };
        var jobs = Math.Max(1, options.Jobs);
        return await RunAsync(() => new LaneCrew(stop => Open(server, sessions, jobs, stop), jobs, cancellationToken), encoding, $"Loading {database}", cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Loads on one session, within the transaction that the caller has begun and ends. The session must be byte-transparent in the encoding
    /// of the dump. What the dump sets on the session is taken back.
    /// </summary>
    /// <exception cref="DrException">As above.</exception>
    public Task<LoadResult> LoadAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        return RunAsync(() => new LaneCrew(new LoadLane(session), cancellationToken), facts.ClientEncoding, $"Loading {session.Database}", cancellationToken);
    }

    private Task<LoadResult> RunAsync(Func<LaneCrew> open, string? encoding, string activity, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(() =>
        {
            using var crew = open();
            using var tally = new LoadTally(activity, facts.TextLength, new PhaseClock(observer));
            var context = new LoadContext(crew, tally, new SessionState(), new TableScope(WantedTables()), options, facts, DumpEncoding.For(encoding));
            try
            {
                Load(context);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Stopped by a failure on another session: that one says why.
                crew.ThrowFailure();
                throw;
            }

            if (crew.IsInline) crew.First.ExecuteOwn(LoadSettings.TakeBack, cancellationToken);
            return tally.Finish();
        }, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Load(LoadContext context)
    {
        if (context.Crew.IsInline) context.Crew.First.ExecuteOwn(LoadSettings.ForTransaction, context.Crew.Stopping);
        context.Tally.Enter(LoadPhase.Definitions);
        using var stream = new StatementStream(context);
        var rowsDone = false;
        foreach (var part in source.Parts)
        {
            if (part.Kind is MemberKind.TableData or MemberKind.LargeObjects)
            {
                if (rowsDone) continue;
                stream.BeginRows();
                new BackupRows(context, source, stream.Fixed!).Load();
                rowsDone = true;
                continue;
            }

            using var text = source.OpenAsync(part, context.Crew.Stopping).GetAwaiter().GetResult();
            stream.Load(text, part);
        }
    }

    private static LoadLane Open(IPostgresServer server, SessionOptions options, int jobs, CancellationToken cancellationToken)
    {
        var lane = new LoadLane(server.OpenAsync(options, cancellationToken).GetAwaiter().GetResult());
        try
        {
            lane.ExecuteOwn(LoadSettings.For(jobs), cancellationToken);
            return lane;
        }
        catch
        {
            lane.Session.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
    }

    private static async Task<string> ReadEncodingAsync(IPostgresServer server, string database, CancellationToken cancellationToken)
    {
        var session = await server.OpenAsync(new SessionOptions(database), cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
            return (await session.QueryAsync("SELECT pg_catalog.getdatabaseencoding()::text", cancellationToken).ConfigureAwait(false))[0].Get<string>(0);
    }

    /// <summary>The tables asked for, as the dump names them.</summary>
    private IReadOnlyList<QualifiedName> WantedTables()
    {
        var known = facts.DefinedTables.Concat(facts.Tables.Select(table => table.Name)).Distinct().ToList();
        return [.. options.Tables.Select(wanted => known.Where(table => table.ToString() == wanted || (table.Schema is null or "public" && table.Name == wanted))
            .Select(table => (QualifiedName?)table).FirstOrDefault() ?? throw new DrException(ErrorTable.TableNotInBackup, $"{wanted} is not in {source.Name}") { Subject = wanted })];
    }
}
