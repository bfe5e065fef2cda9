namespace EventLinkDr.Postgres.Load;

/// <summary>What was sent for one table.</summary>
/// <param name="Schema">Schema; empty where the dump relies on the search path.</param>
/// <param name="Name">Name.</param>
/// <param name="Rows">Rows the server has taken.</param>
/// <param name="Bytes">Their length as COPY text; 0 for INSERTs.</param>
internal sealed record LoadedTable(string Schema, string Name, long Rows, long Bytes);
