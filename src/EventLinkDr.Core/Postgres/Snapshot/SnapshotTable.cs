namespace EventLinkDr.Postgres.Snapshot;

/// <summary>
/// A table whose rows a backup holds. Texts for SQL are in the session's encoding, one char per byte; names for people are Unicode.
/// Two listings are the same when all of this is.
/// </summary>
/// <param name="Oid">Its OID.</param>
/// <param name="Schema">Schema, Unicode, unquoted.</param>
/// <param name="Name">Name, Unicode, unquoted.</param>
/// <param name="Qualified">Quoted name with schema, for SQL.</param>
/// <param name="QuotedColumns">The columns to dump, quoted for SQL, parted by U+0001.</param>
/// <param name="ColumnNames">The same columns, Unicode, unquoted, parted likewise.</param>
/// <param name="Condition"><c>WHERE …</c> of an extension's configuration table, for SQL; null for all rows.</param>
/// <param name="LoadVia">Quoted name of the partitioned table its rows must load through; null for itself.</param>
/// <param name="IsHeap">Whether its rows have ctids that can be scanned by range.</param>
/// <param name="Turn">When its rows are loaded: 0 for any time, else after all tables of a lower turn.</param>
internal sealed record SnapshotTable(long Oid, string Schema, string Name, string Qualified, string QuotedColumns, string ColumnNames,
    string? Condition, string? LoadVia, bool IsHeap, int Turn)
{
    private const char Part = '\u0001';

    /// <summary><c>(a, b)</c> for SQL; empty for a table without columns to dump.</summary>
    public string ColumnList => QuotedColumns.Length == 0 ? "" : "(" + QuotedColumns.Replace("\u0001", ", ", StringComparison.Ordinal) + ")";

    /// <summary>The statement that introduces the rows in the dump, as pg_dump writes it.</summary>
    public string CopyHeader => $"COPY {LoadVia ?? Qualified} {ColumnList} FROM stdin;\n";

    /// <summary>
    /// The same table read in another order of its columns: a dump does not keep the order of inherited ones. Null when it has other columns.
    /// </summary>
    public SnapshotTable? InOrder(IReadOnlyList<string> columns)
    {
        var wanted = string.Join(Part, columns);
        if (wanted == ColumnNames) return this;
        var names = ColumnNames.Split(Part);
        var quoted = QuotedColumns.Split(Part);
        var places = columns.Select(column => Array.IndexOf(names, column)).ToList();
        return names.Length != columns.Count || places.Contains(-1) ? null
            : this with { ColumnNames = wanted, QuotedColumns = string.Join(Part, places.Select(place => quoted[place])) };
    }

    public override string ToString() => $"{Schema}.{Name}";
}
