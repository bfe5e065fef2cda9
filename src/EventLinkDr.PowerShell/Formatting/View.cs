using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Operations.Replication;

namespace EventLinkDr.PowerShell.Formatting;

/// <summary>Texts of the module's table and list views. Objects stay raw; only what is shown is made readable.</summary>
public static class View
{
    /// <summary><c>41.3 MB</c>; empty for null.</summary>
    public static string Size(long? bytes) => bytes is { } known ? Readable.Size(known) : "";

    /// <summary><c>on</c>, <c>off</c>; <c>unknown</c> for null.</summary>
    public static string OnOff(bool? value) => value switch { true => "on", false => "off", null => "unknown" };

    /// <summary>What should be known of a status of maintenance beside its columns.</summary>
    public static string Maintenance(MaintenanceStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.Consistent ? status.Detail ?? "" : "these disagree: the backend reads .env only when its container is made" + (status.Detail is null ? "" : "; " + status.Detail);
    }

    /// <summary><c>2.4 s</c>; empty for null.</summary>
    public static string Duration(TimeSpan? duration) => duration is { } known ? Readable.Duration(known) : "";

    /// <summary><c>428,368</c>; empty for null.</summary>
    public static string Count(long? number) => number is { } known ? known.ToString("N0", CultureInfo.InvariantCulture) : "";

    /// <summary><c>2026-11-23 07:45:00Z</c>: UTC, as in the names of the files; empty for null.</summary>
    public static string Time(DateTimeOffset? time) => time is { } known ? known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "";

    /// <summary><c>2026-11-23 07:45Z</c>, where there is little room; empty for null.</summary>
    public static string Minute(DateTimeOffset? time) => time is { } known ? known.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) : "";

    /// <summary>Level of the newest proof, <c>failed</c> or <c>none</c>.</summary>
    public static string ProofLevel(BackupProof? proof) => proof is null ? "none" : proof.Passed ? proof.Level.ToString() : "failed";

    /// <summary><c>Proven: 20 tables, 428,368 rows</c>; empty for null.</summary>
    public static string ProofReport(ProofReport? proof) => proof?.ToString() ?? "";

    /// <summary>Rows of all tables of a backup; empty without a manifest.</summary>
    public static string Rows(BackupManifest? manifest) => Count(manifest?.Tables.Sum(table => table.Rows));

    /// <summary><c>Restore, 3 d 02 h ago</c>, <c>failed 5 min 10 s ago</c>, <c>none</c>.</summary>
    public static string Proof(BackupProof? proof) => proof is null ? "none"
        : $"{ProofLevel(proof)}, {Readable.Duration(DateTimeOffset.UtcNow - proof.Time)} ago";

    /// <summary><c>snapshot 84 ms, copy 2.7 s</c>.</summary>
    public static string Phases(IEnumerable<PhaseDuration>? phases) =>
        phases is null ? "" : string.Join(", ", phases.Select(phase => $"{phase.Name} {Readable.Duration(phase.Duration)}"));

    /// <summary>The steps of a plan, one a line.</summary>
    public static string Steps(EventLinkPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return string.Join(Environment.NewLine, plan.Steps.Select((step, index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1,2}. {step}")));
    }

    /// <summary>The steps of a recovery, one a line.</summary>
    public static string RecoverySteps(IEnumerable<RecoveryStepResult>? steps) => steps is null ? ""
        : string.Join(Environment.NewLine, steps.Select(step => $"{step.Name}: {step.Status}{(step.Duration is { } time ? $" in {Readable.Duration(time)}" : "")}{(step.Detail is null ? "" : " - " + step.Detail)}"));

    /// <summary><c>db2:5432 on timeline 2, lost 0 B</c>; empty for null.</summary>
    public static string Promoted(SwitchResult? result) => result is null ? ""
        : FormattableString.Invariant($"{result.NewPrimary} on timeline {result.Timeline}, ") + (result.LostBytes is { } lost ? $"lost {Readable.Size(lost)}" : "what is lost is not known");

    /// <summary>Checks one a line.</summary>
    public static string Checks(IEnumerable<HealthCheckResult>? checks) =>
        checks is null ? "" : string.Join(Environment.NewLine, checks.Select(check => $"{check.Status} {check.Name}: {check.Detail}"));

    /// <summary><c>Pass: 12 checks</c>, or what fails; empty for null.</summary>
    public static string Health(HealthReport? report) => report is null ? ""
        : $"{report.Status}: {string.Join("; ", report.Checks.Where(check => check.Status is HealthStatus.Fail or HealthStatus.Warn).Select(check => $"{check.Name}: {check.Detail}").DefaultIfEmpty($"{report.Checks.Count} checks"))}";

    /// <summary>Texts one a line.</summary>
    public static string Lines(IEnumerable<object>? texts) => texts is null ? "" : string.Join(Environment.NewLine, texts);
}
