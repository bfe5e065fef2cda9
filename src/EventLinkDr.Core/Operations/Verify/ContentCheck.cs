using System.Collections.Concurrent;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres.Dump;
using EventLinkDr.Postgres.Snapshot;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Verify;

/// <summary>Inflates and parses a whole backup of ours, several members at a time, and compares rows and digests with its manifest.</summary>
internal sealed class ContentCheck(IBackupStore store, string name, BackupManifest manifest, IOperationObserver observer)
{
    private readonly TableTally[] _tallies = [.. manifest.Tables.Select(_ => new TableTally())];
    private readonly long _total = manifest.Tables.Sum(table => table.Bytes);
    private long _done;

    /// <returns>Rows counted.</returns>
    /// <exception cref="DrException"><c>BackupTruncated</c>, <c>BackupCorrupt</c>, <c>ManifestMismatch</c>, <c>DumpMalformed</c>, <c>DumpForbidden</c>.</exception>
    public async Task<long> RunAsync(int jobs, CancellationToken cancellationToken)
    {
        if (await store.StatAsync(name, cancellationToken).ConfigureAwait(false) is { } file) MemberLayout.Check(name, manifest, file.Length);
        // Largest first, so that no thread is left with a large one at the end.
        var queue = new ConcurrentQueue<BackupMember>(manifest.Members.Where(member => member.Kind == MemberKind.TableData).OrderByDescending(member => member.RawLength));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = Enumerable.Range(0, Math.Max(1, jobs))
            .Select(_ => Task.Factory.StartNew(() => Work(queue, stop.Token), stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            // Everything but rows, as a restore looks at it before it begins.
            .Append(DumpInspector.InspectAsync(new BackupDumpSource(store, manifest, name), NullObserver.Instance, stop.Token)).ToArray();
        await AllOrNone.RunAsync(stop, workers).ConfigureAwait(false);
        Compare();
        return _tallies.Sum(tally => tally.Rows);
    }

    private void Work(ConcurrentQueue<BackupMember> queue, CancellationToken cancellationToken)
    {
        while (queue.TryDequeue(out var member)) ReadRows(member, cancellationToken);
    }

    private void ReadRows(BackupMember member, CancellationToken cancellationToken)
    {
        var table = manifest.Tables[member.Table ?? throw Mismatch("a member of rows belongs to no table")];
        using var text = Open(member);
        using var scanner = new DumpScanner(text);
        if (scanner.Next() != DumpItem.CopyBlock) throw Mismatch($"rows of {table} are not where it says");
        var digest = new RowDigest();
        while (scanner.ReadCopy() is { IsEmpty: false } rows)
        {
            digest.Add(rows);
            Report(table, rows.Length, cancellationToken);
        }

        if (scanner.Next() != DumpItem.End || digest.Rows != member.Rows) throw Mismatch($"a part of {table} holds other rows than it says");
        _tallies[member.Table.Value].Add(digest);
    }

    private MemberReadStream Open(BackupMember member) => MemberReadStream.OpenAsync(store, name, member, CancellationToken.None).GetAwaiter().GetResult();

    private void Compare()
    {
        foreach (var (table, tally) in manifest.Tables.Zip(_tallies))
        {
            if (table.Rows == tally.Rows && table.Bytes == tally.Bytes && table.Digest == tally.Digest) continue;
            throw new DrException(ErrorTable.ManifestMismatch, $"the rows of {table} in {name} are not those its manifest counts")
            {
                Expected = $"{table.Rows} rows, digest {table.Digest}", Found = $"{tally.Rows} rows, digest {tally.Digest}", Subject = name,
            };
        }
    }

    private void Report(BackupTable table, long bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        observer.Progress(new ProgressReport($"Verifying {name}", table.ToString(), Interlocked.Add(ref _done, bytes), _total));
    }

    private DrException Mismatch(string why) => new(ErrorTable.ManifestMismatch, $"the manifest of {name} does not belong to it: {why}") { Subject = name };
}
