using System.Collections.Concurrent;
using EventLinkDr.Model;
using EventLinkDr.Postgres.Snapshot;

namespace EventLinkDr.Postgres.Proof;

/// <summary>The tables of a proof and what has been read of them so far.</summary>
internal sealed class ProofWork(IReadOnlyList<(BackupTable Expected, SnapshotTable? Actual)> pairs, IReadOnlyList<SnapshotTable> readable,
    IReadOnlyList<TableSlice> slices)
{
    /// <summary>Tables of the backup beside those of the database; null where one is missing.</summary>
    public IReadOnlyList<(BackupTable Expected, SnapshotTable? Actual)> Pairs => pairs;

    /// <summary>The tables that are there with the columns expected.</summary>
    public IReadOnlyList<SnapshotTable> Readable => readable;

    public IReadOnlyList<TableSlice> Slices => slices;

    public ConcurrentQueue<TableSlice> Queue { get; } = new(slices);

    public TableTally[] Tallies { get; } = [.. readable.Select(_ => new TableTally())];

    public long ExpectedBytes { get; } = pairs.Sum(pair => pair.Expected.Bytes);
}
