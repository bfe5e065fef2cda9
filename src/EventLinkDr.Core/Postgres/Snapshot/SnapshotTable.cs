namespace EventLinkDr.Postgres.Snapshot;

/// <summary>
/// A table whose rows a backup holds. Texts for SQL are in the session's encoding, one char per byte; names for people are Unicode.
/// Two listings are the same when all of this is.
/// </summary>
/// <param name="Oid">Its OID.</param>
/// <param name="Schema">Schema, Unicode, unquoted.</param>
/// <param name="Name">Name, Unicode, unquoted.</param>
/// <param name="Qualified">Quoted name with schema, for SQL.</param>
/// <param name="ColumnList"><c>(a, b)</c> for SQL; empty for a table without columns to dump.</param>
/// <param name="ColumnNames">The same columns, Unicode, unquoted, one to a line.</param>
/// <param name="Condition"><c>WHERE …</c> of an extension's configuration table, for SQL; null for all rows.</param>
/// <param name="LoadVia">Quoted name of the partitioned table its rows must load through; null for itself.</param>
/// <param name="IsHeap">Whether its rows have ctids that can be scanned by range.</param>
/// <param name="Turn">When its rows are loaded: 0 for any time, else after all tables of a lower turn.</param>
internal sealed record SnapshotTable(long Oid, string Schema, string Name, string Qualified, string ColumnList, string ColumnNames,
    string? Condition, string? LoadVia, bool IsHeap, int Turn)
{
    /// <summary>The statement that introduces the rows in the dump, as pg_dump writes it.</summary>
    public string CopyHeader => $"COPY {LoadVia ?? Qualified} {ColumnList} FROM stdin;\n";

    public override string ToString() => $"{Schema}.{Name}";
}
