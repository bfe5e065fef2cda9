namespace EventLinkDr.Postgres.Snapshot;

/// <summary>Cuts large tables into ranges of pages, so that several sessions read them and a restore loads them on several.</summary>
internal static class TableSlicer
{
    /// <summary>Bytes of a table (its TOAST included) that make one slice.</summary>
    public const long SliceBytes = 24 * 1024 * 1024;

    /// <summary>Ctid ranges are scanned as such from this version on; before it each range would read the whole table.</summary>
    private static readonly PostgresVersion RangeScans = new(140000);

    /// <param name="tables">The snapshot's tables.</param>
    /// <param name="sizes">Pages of the heap and bytes with TOAST, by table.</param>
    /// <param name="include">Whether a table's rows are wanted.</param>
    /// <param name="version">The server's version.</param>
    /// <returns>Largest first, so that no session is left with a large one at the end.</returns>
    public static IReadOnlyList<TableSlice> Cut(IReadOnlyList<SnapshotTable> tables, IReadOnlyList<(long Pages, long Bytes)> sizes,
        Func<SnapshotTable, bool> include, PostgresVersion version)
    {
        var slices = new List<TableSlice>();
        for (var i = 0; i < tables.Count; i++)
        {
            if (!include(tables[i])) continue;
            var (pages, bytes) = sizes[i];
            var count = version >= RangeScans && tables[i] is { IsHeap: true, Condition: null, Turn: 0 } ? Math.Min(pages, bytes / SliceBytes) : 1;
            if (count <= 1)
            {
                slices.Add(new TableSlice(i, null, null, bytes));
                continue;
            }

            for (long n = 0; n < count; n++)
                slices.Add(new TableSlice(i, pages * n / count, n == count - 1 ? null : pages * (n + 1) / count, bytes / count));
        }

        return [.. slices.OrderByDescending(slice => slice.Weight)];
    }
}
