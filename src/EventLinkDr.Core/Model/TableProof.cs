namespace EventLinkDr.Model;

/// <summary>What reading one table back showed.</summary>
/// <param name="Table"><c>schema.name</c>.</param>
/// <param name="Outcome">The verdict.</param>
/// <param name="ExpectedRows">Rows in the backup, or rows sent for a foreign dump.</param>
/// <param name="FoundRows">Rows in the database.</param>
/// <param name="Detail">What is wrong; null when nothing is.</param>
public sealed record TableProof(string Table, ProofOutcome Outcome, long ExpectedRows, long FoundRows, string? Detail = null);
