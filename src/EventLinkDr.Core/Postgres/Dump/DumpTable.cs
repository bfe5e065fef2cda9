namespace EventLinkDr.Postgres.Dump;

/// <summary>A table whose rows are in a dump.</summary>
/// <param name="Name">The table.</param>
/// <param name="Columns">Columns of its COPY blocks; null where the dump does not list them.</param>
/// <param name="Rows">Rows in all of its blocks and INSERTs.</param>
/// <param name="Bytes">Bytes of its COPY rows; 0 for INSERTs.</param>
internal sealed record DumpTable(QualifiedName Name, IReadOnlyList<string>? Columns, long Rows, long Bytes);
