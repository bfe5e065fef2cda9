using EventLinkDr.Model;
using EventLinkDr.Postgres.Load;

namespace EventLinkDr.Operations.Restore;

/// <summary>A restore about to be made.</summary>
public sealed record RestorePlan : EventLinkPlan
{
    internal RestorePlan(RestoreOptions options, IRestoreContent content, RestoreFacts facts, RestoreMode mode, string database)
    {
        Options = options;
        Content = content;
        Facts = facts;
        Mode = mode;
        Database = database;
    }

    /// <summary>What was asked for.</summary>
    public RestoreOptions Options { get; }

    /// <summary>How.</summary>
    public RestoreMode Mode { get; }

    /// <summary>The backup.</summary>
    public BackupSet Backup => Facts.Content.Backup;

    /// <summary>The database that holds the backup's content afterwards.</summary>
    public string Database { get; }

    /// <summary>The name under which it is loaded and proven; null in place.</summary>
    public string? RestoreName { get; internal init; }

    /// <summary>The name under which the replaced database is kept; null when none is.</summary>
    public string? PreviousDatabase { get; internal init; }

    /// <summary>Services that are stopped meanwhile.</summary>
    public IReadOnlyList<string> Services => Facts.Services;

    /// <summary>Sessions that load and prove.</summary>
    public int Jobs => Load.Jobs;

    /// <summary>Bytes on disk it takes, about; null when not known.</summary>
    public long? SpaceNeeded { get; internal init; }

    /// <summary>Whether the result can be proven: a foreign dump has no reference.</summary>
    public bool Provable => Facts.Content.Manifest is not null;

    internal IRestoreContent Content { get; }

    internal RestoreFacts Facts { get; }

    internal DatabaseProperties Properties { get; init; } = null!;

    internal LoadOptions Load { get; init; } = null!;

    /// <summary>What the restored database will lack, each in one sentence.</summary>
    internal IReadOnlyList<string> Omitted { get; init; } = [];

    /// <inheritdoc/>
    public override string Operation => $"Restore {Backup.Name}";

    /// <inheritdoc/>
    public override string Subject => $"database {Database} on {Facts.Server}";

    /// <inheritdoc/>
    public override IReadOnlyList<PlanStep> Steps => RestoreSteps.Of(this);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Notes => RestoreNotes.Of(this);
}
