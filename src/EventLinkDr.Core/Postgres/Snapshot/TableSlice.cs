using System.Globalization;

namespace EventLinkDr.Postgres.Snapshot;

/// <summary>A table, or the part of its rows that stands in a range of its pages.</summary>
/// <param name="Table">Index into the snapshot's tables.</param>
/// <param name="First">First page; null for the whole table.</param>
/// <param name="End">Page after the last one; null to the end, wherever that is by now.</param>
/// <param name="Weight">Bytes on disk, about.</param>
internal sealed record TableSlice(int Table, long? First, long? End, long Weight)
{
    /// <summary>Whether this slice stands for the table when it is empty.</summary>
    public bool IsFirst => First is null or 0;

    /// <summary>The statement that reads it.</summary>
    public string CopyStatement(SnapshotTable table)
    {
        if (First is null && table.Condition is null) return $"COPY {table.Qualified} {table.ColumnList} TO STDOUT";
        var columns = table.ColumnList.Length == 0 ? "" : table.ColumnList[1..^1];
        return $"COPY (SELECT {columns} FROM ONLY {table.Qualified} {table.Condition ?? Range()}) TO STDOUT";
    }

    private string Range()
    {
        var lower = string.Create(CultureInfo.InvariantCulture, $"WHERE ctid >= '({First},0)'::pg_catalog.tid");
        return End is null ? lower : string.Create(CultureInfo.InvariantCulture, $"{lower} AND ctid < '({End},0)'::pg_catalog.tid");
    }
}
