using EventLinkDr.Model;

namespace EventLinkDr.Operations.Retention;

/// <summary>What becomes of one backup, and why.</summary>
/// <param name="Backup">The backup.</param>
/// <param name="Verdict">Whether it stays.</param>
/// <param name="Reason">Every rule that keeps it, or why none does.</param>
public sealed record RetentionDecision(BackupSet Backup, RetentionVerdict Verdict, string Reason)
{
    /// <summary><c>Keep eventlink-….sql.gz: last 1 of 7</c>.</summary>
    public override string ToString() => $"{Verdict} {Backup.Name}: {Reason}";
}
