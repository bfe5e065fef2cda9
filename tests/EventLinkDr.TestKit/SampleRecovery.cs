using EventLinkDr.Model;
using EventLinkDr.Operations.Recovery;

namespace EventLinkDr.TestKit;

/// <summary>Made-up recoveries, with names as long as they get.</summary>
public static class SampleRecovery
{
    private static readonly DateTimeOffset Begun = new(2026, 11, 23, 3, 0, 0, TimeSpan.Zero);

    /// <summary>One that went well: all steps, one of them skipped.</summary>
    public static RecoveryResult Complete { get; } = Of(
    [
        Step(RecoveryStepName.MaintenanceOn, 0, 0.17, "registrations are closed in /srv/eventlink/.env"),
        Step(RecoveryStepName.StopServices, 0.2, 1.1, "stopped backend, worker"),
        Step(RecoveryStepName.FinalBackup, 1.4, 12.3, "saved 428,368 rows in /var/backups/eventlink/eventlink-20261123T030001Z.sql.gz"),
        Step(RecoveryStepName.Restore, 13.8, 41, "eventlink holds eventlink-20261123T020000Z.sql.gz: 428,368 rows, Proven; the old one is kept as eventlink_before_20261123t030045z"),
        Step(RecoveryStepName.RevisionCheck, 55, 2.3, "0021_weighted_implicit_signals is the code's head"),
        new RecoveryStepResult(RecoveryStepName.Migrate, RecoveryStepStatus.Skipped, null, null, "the backup is at the code's head"),
        Step(RecoveryStepName.StartServices, 57.4, 5.9, "the backend is healthy, and answers registrations with 503"),
        Step(RecoveryStepName.Health, 63.4, 2, "13 checks pass"),
        Step(RecoveryStepName.MaintenanceOff, 65.5, 8.6, "registrations are open, as the API shows"),
        Step(RecoveryStepName.TestRegistration, 74.2, 0.9, "the probe student registered for event 17 and unregistered"),
    ]) with
    {
        Succeeded = true, MeasuredRecoveryTime = TimeSpan.FromSeconds(74.1), MeasuredDataLoss = TimeSpan.FromMinutes(61), DataLossAtMost = TimeSpan.FromMinutes(61),
        RpoObjective = TimeSpan.FromHours(1), RtoObjective = TimeSpan.FromMinutes(30),
    };

    /// <summary>One that was interrupted for hours, gone on with, and failed.</summary>
    public static RecoveryResult Stopped { get; } = Of(
    [
        Step(RecoveryStepName.MaintenanceOn, 0, 0.17, "registrations are closed in /srv/eventlink/.env"),
        Step(RecoveryStepName.Restore, 1, 600, "eventlink holds the backup"),
        Step(RecoveryStepName.Migrate, 14_000, 3, "[MigrationFailed] alembic ended with code 1: psycopg2.errors.UndefinedTable: relation \"no_such_table_" + new string('x', 120) + "\" does not exist.")
            with { Status = RecoveryStepStatus.Failed },
    ]) with { Succeeded = false, RpoObjective = TimeSpan.FromHours(1), DataLossAtMost = TimeSpan.FromMinutes(90), RtoObjective = TimeSpan.FromMinutes(30), Resumed = 2, Health = null };

    private static RecoveryStepResult Step(RecoveryStepName name, double at, double seconds, string detail) =>
        new(name, RecoveryStepStatus.Done, Begun.AddSeconds(at), Begun.AddSeconds(at + seconds), detail);

    private static RecoveryResult Of(IReadOnlyList<RecoveryStepResult> steps) => new()
    {
        Target = "eventlink in container eventlink-production-db-1", Succeeded = false, Run = new Guid("6f0a3b0e-3a67-4d0e-9a52-0f2b5d1c7e11"),
        Backup = "s3://a-bucket-with-a-long-name/production/eventlink/a/prefix/with/many/parts/eventlink-20261123T020000Z.sql.gz",
        BackupTime = Begun.AddMinutes(-61), Begun = Begun, Ended = steps[^1].Ended!.Value, Steps = steps,
        FinalBackup = "/var/backups/eventlink/eventlink-20261123T030001Z.sql.gz", Revision = "0021_weighted_implicit_signals",
        Restored = new RecoveredDatabase
        {
            Database = "eventlink", PreviousDatabase = "eventlink_before_20261123t030045z",
            Omitted = ["privileges on the database that name missing roles"],
            Proof = new ProofReport
            {
                Tables =
                [
                    .. Enumerable.Range(1, 18).Select(i => new TableProof($"public.table_number_{i}", ProofOutcome.Proven, i * 12_345, i * 12_345)),
                    new TableProof("public." + new string('y', 63), ProofOutcome.Proven, 9_876_543_210, 9_876_543_210),
                    new TableProof("public.</script><img src=x onerror=alert(1)>|`evil`", ProofOutcome.RowsOnly, 3, 3, "the digest differs & the server is of another major version"),
                ],
            },
        },
        Health = new HealthReport("eventlink in container eventlink-production-db-1", steps[^1].Ended!.Value,
        [
            new HealthCheckResult { Name = "Api", Status = HealthStatus.Pass, Detail = "http://127.0.0.1:8000/api/health answers 200", Duration = TimeSpan.FromMilliseconds(41) },
            new HealthCheckResult { Name = "DatabaseReachable", Status = HealthStatus.Pass, Detail = "PostgreSQL 15.18 answers", Duration = TimeSpan.FromMilliseconds(7) },
            new HealthCheckResult { Name = "Rows", Status = HealthStatus.Warn, Detail = "less than half of the backup's rows: public.event_interactions (12 of 428000)", Remedy = "Find out who deleted them", Duration = TimeSpan.FromSeconds(1.4) },
            new HealthCheckResult { Name = "Registration", Status = HealthStatus.Skip, Detail = "only with -TestRegistration" },
        ]),
        ServerVersion = "15.18", JournalPath = "/home/operator/.local/state/eventlinkdr/recovery-eventlink-production-eventlink.json",
    };
}
