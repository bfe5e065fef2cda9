namespace EventLinkDr.Operations.Schema;

/// <summary>A migration that was made and proven.</summary>
/// <param name="Revision">The revision read back.</param>
/// <param name="Output">What alembic wrote.</param>
/// <param name="LogFile">File that keeps it.</param>
internal sealed record MigrationOutcome(string Revision, IReadOnlyList<string> Output, string LogFile);
