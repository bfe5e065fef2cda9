using System.Globalization;
using EventLinkDr.Catalog;
using EventLinkDr.Model;
using EventLinkDr.Operations.Retention;
using EventLinkDr.TestKit;

namespace EventLinkDr.Core.Tests.Operations.Retention;

/// <summary>Backups as a catalog lists them, made of nothing but their times.</summary>
internal static class History
{
    private static readonly BackupManifest Manifest = SampleBackup.Create(rows: 2).Manifest;

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    public static BackupSet Complete(DateTimeOffset time, string database = "eventlink", string server = "1", DateTimeOffset? finished = null, int number = 1,
        params BackupProof[] proofs) => new()
        {
            Name = BackupName.For(database, time, number),
            Path = "/backups/" + BackupName.For(database, time, number),
            State = BackupState.Complete,
            Time = time.ToUniversalTime(),
            Size = 1000,
            Database = database,
            Modified = time,
            Manifest = Manifest with { Database = database, SystemIdentifier = server, SnapshotTime = time, Finished = finished ?? time },
            Proof = proofs.FirstOrDefault(),
            Proofs = proofs,
        };

    public static BackupSet Other(BackupState state, DateTimeOffset time, string? database = "eventlink") => new()
    {
        Name = $"{database ?? "by-hand"}-{BackupName.Stamp(time)}-{state}.sql.gz", Path = "/backups/x", State = state, Time = time, Size = 10, Database = database, Modified = time,
    };

    public static BackupProof Proof(VerificationLevel level, DateTimeOffset time, bool passed = true) => new(level, time, passed, TimeSpan.FromSeconds(1), passed ? null : "BackupCorrupt", "1", []);

    /// <summary>One a day at two in the morning UTC, the newest first.</summary>
    public static List<BackupSet> Daily(DateTimeOffset newest, int days) => [.. Enumerable.Range(0, days).Select(day => Complete(newest.AddDays(-day)))];

    public static List<DateTimeOffset> Kept(IEnumerable<RetentionDecision> decisions) =>
        [.. decisions.Where(decision => decision.Verdict == RetentionVerdict.Keep).Select(decision => decision.Backup.Time)];
}
