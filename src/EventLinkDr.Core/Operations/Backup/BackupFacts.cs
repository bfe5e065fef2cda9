using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Backup;

/// <summary>What the planner is told.</summary>
/// <param name="Database">The database.</param>
/// <param name="Server">The server, for a person.</param>
/// <param name="ServerVersion">Its version.</param>
/// <param name="PgDump">The pg_dump that writes the definitions, for a person.</param>
/// <param name="PgDumpVersion">Its version.</param>
/// <param name="Encoding">Encoding of the database.</param>
/// <param name="Size">Bytes of the database on disk.</param>
/// <param name="Tables">Number of tables with rows to save.</param>
/// <param name="Destination">Where the backup goes, for a person.</param>
/// <param name="Cores">Processors of this host.</param>
internal sealed record BackupFacts(string Database, string Server, PostgresVersion ServerVersion, string PgDump, PostgresVersion PgDumpVersion,
    string Encoding, long Size, int Tables, string Destination, int Cores);
