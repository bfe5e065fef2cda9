using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres.Snapshot;

namespace EventLinkDr.Postgres.Proof;

/// <summary>
/// Reads a restored database back and compares it with the manifest of its backup: rows and digest of every table, states of the sequences,
/// large objects. What was sent proves nothing; only what is read does.
/// </summary>
internal sealed class DatabaseProof(BackupManifest manifest, ProofScope scope, IOperationObserver observer)
{
    private long _bytes;

    /// <summary>Reads on several sessions.</summary>
    /// <param name="server">The server.</param>
    /// <param name="database">The restored database.</param>
    /// <param name="jobs">Sessions.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ProofReport> ReadAsync(IPostgresServer server, string database, int jobs, CancellationToken cancellationToken)
    {
        var options = new SessionOptions(database) { TransparentEncoding = manifest.Encoding, ApplicationName = "EventLinkDr proof" };
        var session = await server.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var work = await PrepareAsync(session, cancellationToken).ConfigureAwait(false);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var workers = Enumerable.Range(1, Math.Max(0, Math.Min(jobs, work.Slices.Count) - 1))
                .Select(_ => RunAsync(() => ReadOnOwnSession(server, options, work, stop.Token), stop.Token))
                .Prepend(RunAsync(() => ReadSlices(session, work, stop.Token), stop.Token)).ToArray();
            await AllOrNone.RunAsync(stop, workers).ConfigureAwait(false);
            return await CompareAsync(session, work, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads on one session, within its transaction: what is not committed yet is proven too.</summary>
    public async Task<ProofReport> ReadAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var work = await PrepareAsync(session, cancellationToken).ConfigureAwait(false);
        await RunAsync(() => ReadSlices(session, work, cancellationToken), cancellationToken).ConfigureAwait(false);
        return await CompareAsync(session, work, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ProofWork> PrepareAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var present = await TableListing.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        var byName = present.ToDictionary(table => (table.Schema, table.Name));
        var wanted = manifest.Tables.Where(table => scope.Tables?.Invoke(table) ?? true).ToList();
        var pairs = wanted.Select(table => (Expected: table, Actual: byName.GetValueOrDefault((table.Schema, table.Name)) is { } found
            ? found.InOrder(table.Columns) ?? found
            : null)).ToList();
        var readable = pairs.Where(pair => pair.Actual is not null && SameColumns(pair.Expected, pair.Actual)).Select(pair => pair.Actual!).ToList();
        var sizes = await TableSizes.ReadAsync(session, readable, cancellationToken).ConfigureAwait(false);
        var slices = TableSlicer.Cut(readable, sizes, _ => true, session.ServerVersion);
        return new ProofWork(pairs, readable, slices);
    }

    private void ReadOnOwnSession(IPostgresServer server, SessionOptions options, ProofWork work, CancellationToken cancellationToken)
    {
        var session = server.OpenAsync(options, cancellationToken).GetAwaiter().GetResult();
        try
        {
            ReadSlices(session, work, cancellationToken);
        }
        finally
        {
            session.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private void ReadSlices(IPostgresSession session, ProofWork work, CancellationToken cancellationToken)
    {
        while (work.Queue.TryDequeue(out var slice))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var table = work.Readable[slice.Table];
            var digest = RowReader.Read(session, table, slice, bytes =>
            {
                var done = Interlocked.Add(ref _bytes, bytes);
                observer.Progress(new ProgressReport("Reading back", table.ToString(), done, work.ExpectedBytes));
            }, cancellationToken);
            work.Tallies[slice.Table].Add(digest);
        }
    }

    private async Task<ProofReport> CompareAsync(IPostgresSession session, ProofWork work, CancellationToken cancellationToken)
    {
        var judge = new ProofJudge(session.ServerVersion.Major != PostgresVersion.Find(manifest.ServerVersion)?.Major);
        var mismatches = new List<string>();
        var sequences = manifest.Sequences.Where(sequence => scope.Sequences?.Invoke(sequence) ?? true).ToList();
        if (sequences.Count > 0) mismatches.AddRange(await CompareSequencesAsync(session, sequences, cancellationToken).ConfigureAwait(false));
        var expected = scope.LargeObjects ? manifest.LargeObjects : null;
        if (expected is not null)
        {
            var found = await LargeObjectDigest.ReadAsync(session, cancellationToken).ConfigureAwait(false);
            if (found.Count != expected.Count || found.Digest != expected.Digest)
                mismatches.Add(string.Create(CultureInfo.InvariantCulture, $"large objects: {expected.Count} expected, {found.Count} found, or their content differs"));
        }

        return new ProofReport
        {
            Tables = judge.Judge(work),
            Sequences = sequences.Count,
            LargeObjects = expected?.Count ?? 0,
            Mismatches = mismatches,
            Bytes = _bytes,
        };
    }

    private static async Task<IEnumerable<string>> CompareSequencesAsync(IPostgresSession session, IReadOnlyList<BackupSequence> expected,
        CancellationToken cancellationToken)
    {
        var listed = await SequenceListing.ReadAsync(session, cancellationToken).ConfigureAwait(false);
        var found = listed.ToDictionary(sequence => (sequence.State.Schema, sequence.State.Name), sequence => sequence.State);
        return expected.Where(sequence => found.GetValueOrDefault((sequence.Schema, sequence.Name)) != sequence)
            .Select(sequence => $"the sequence {sequence.Schema}.{sequence.Name} is missing or stands elsewhere");
    }

    internal static bool SameColumns(BackupTable expected, SnapshotTable actual) => string.Join('\u0001', expected.Columns) == actual.ColumnNames;

    private static Task RunAsync(Action work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
