using System.Globalization;
using EventLinkDr.Catalog;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Backup;

/// <summary>A backup about to be made.</summary>
public sealed record BackupPlan : EventLinkPlan
{
    internal BackupPlan(BackupOptions options, BackupFacts facts, int jobs)
    {
        Options = options;
        Facts = facts;
        Jobs = jobs;
    }

    /// <summary>What was asked for.</summary>
    public BackupOptions Options { get; }

    /// <summary>Sessions that read tables.</summary>
    public int Jobs { get; }

    /// <summary>The database.</summary>
    public string Database => Facts.Database;

    /// <summary>Where the backup goes.</summary>
    public string Destination => Facts.Destination;

    /// <summary>Bytes of the database on disk; a backup is a fraction of it.</summary>
    public long DatabaseSize => Facts.Size;

    internal BackupFacts Facts { get; }

    private string FileName => Options.FileName
        ?? BackupName.For(Database, DateTimeOffset.UnixEpoch, 1).Replace("19700101T000000Z", "<time>", StringComparison.Ordinal) + Options.Encryption?.FileExtension;

    /// <inheritdoc/>
    public override string Operation => $"Back up {Database}";

    /// <inheritdoc/>
    public override string Subject => $"database {Database} on {Facts.Server}";

    /// <inheritdoc/>
    public override IReadOnlyList<PlanStep> Steps =>
    (PlanStep[])[
        new(PlanEffect.Read, string.Create(CultureInfo.InvariantCulture,
            $"lock {Facts.Tables} tables against changes of shape and read them in one snapshot on {Jobs} sessions")),
        new(PlanEffect.Read, $"definitions through {Facts.PgDump}"),
        new(PlanEffect.Create, $"{FileName} in {Destination}{(Options.Encryption is { } encryption ? $", encrypted to {encryption}" : "")}"),
        new(PlanEffect.Create, "its manifest, last: it says that the backup is complete"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes =>
    (string[])[
        string.Create(CultureInfo.InvariantCulture, $"PostgreSQL {Facts.ServerVersion}, encoding {Facts.Encoding}, {Readable.Size(Facts.Size)} on disk"),
        .. Options.RetainUntil is { } until ? [$"kept from being removed until {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC; whether the store can do that is asked when the backup begins"]
            : Options.RetainFor is { } time ? [string.Create(CultureInfo.InvariantCulture, $"kept from being removed for {time.TotalDays:0.##} days; whether the store can do that is asked when the backup begins")] : Array.Empty<string>(),
        .. Options.ExcludeTableData.Count > 0 ? [$"rows left out of: {string.Join(", ", Options.ExcludeTableData)}"] : Array.Empty<string>(),
    ];
}
