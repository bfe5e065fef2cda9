using System.Collections.Concurrent;
using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Snapshot;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Backup;

/// <summary>Copies the slices of all tables on several sessions, each on a thread of its own.</summary>
internal sealed class TableCopy(IPostgresServer server, BackupPlan plan, ConsistentSnapshot snapshot, MemberFile file, IOperationObserver observer,
    TableTally[] tallies)
{
    private readonly ConcurrentQueue<TableSlice> _slices = new();
    private readonly ConcurrentQueue<TableSlice> _forHolder = new();
    private long _bytes;
    private long _total;

    public async Task RunAsync(IReadOnlyList<TableSlice> slices, CancellationToken cancellationToken)
    {
        foreach (var slice in slices.Where(slice => snapshot.Tables[slice.Table].Turn == 0)) _slices.Enqueue(slice);
        _total = slices.Sum(slice => slice.Weight);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reader = new SliceReader(file, plan.Options.Compression, snapshot.Tables, tallies, Report, stop.Token);
        var others = Enumerable.Range(1, Math.Min(plan.Jobs, slices.Count) - 1 is var count and > 0 ? count : 0)
            .Select(_ => Thread(() => CopyOnOwnSession(reader, stop.Token), stop.Token)).ToArray();
        // The session that holds the locks reads too.
        var holder = Thread(() => Drain(reader, snapshot.Session, _slices, stop.Token), stop.Token);
        await AllOrNone.RunAsync(stop, [holder, .. others]).ConfigureAwait(false);
        foreach (var slice in slices.Where(slice => snapshot.Tables[slice.Table].Turn > 0).OrderBy(slice => snapshot.Tables[slice.Table].Turn)) _forHolder.Enqueue(slice);
        await Thread(() => Drain(reader, snapshot.Session, _forHolder, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private void CopyOnOwnSession(SliceReader reader, CancellationToken cancellationToken)
    {
        var session = server.OpenAsync(new SessionOptions(plan.Database) { TransparentEncoding = plan.Facts.Encoding, ApplicationName = "EventLinkDr backup" },
            cancellationToken).GetAwaiter().GetResult();
        try
        {
            snapshot.JoinAsync(session, cancellationToken).GetAwaiter().GetResult();
            var locked = new HashSet<int>();
            while (_slices.TryDequeue(out var slice))
            {
                if (locked.Contains(slice.Table) || TryLock(session, slice.Table, cancellationToken))
                {
                    locked.Add(slice.Table);
                    reader.Read(session, slice);
                    continue;
                }

                // Somebody waits for an exclusive lock: only the session that has its lock already gets by. Ours has failed, so it ends.
                _forHolder.Enqueue(slice);
                observer.Decision($"{snapshot.Tables[slice.Table]}: another session waits to change the table; it is read on the session that holds it");
                return;
            }
        }
        finally
        {
            session.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private bool TryLock(IPostgresSession session, int table, CancellationToken cancellationToken)
    {
        try
        {
            session.ExecuteAsync($"LOCK TABLE ONLY {snapshot.Tables[table].Qualified} IN ACCESS SHARE MODE NOWAIT", cancellationToken).GetAwaiter().GetResult();
            return true;
        }
        catch (PostgresErrorException error) when (error.SqlState == "55P03")
        {
            return false;
        }
    }

    private static void Drain(SliceReader reader, IPostgresSession session, ConcurrentQueue<TableSlice> slices, CancellationToken cancellationToken)
    {
        while (slices.TryDequeue(out var slice))
        {
            cancellationToken.ThrowIfCancellationRequested();
            reader.Read(session, slice);
        }
    }

    private void Report(int table, long bytes)
    {
        var done = Interlocked.Add(ref _bytes, bytes);
        observer.Progress(new ProgressReport($"Backing up {plan.Database}", snapshot.Tables[table].ToString(), done, Math.Max(done, _total)));
    }

    private static Task Thread(Action work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
