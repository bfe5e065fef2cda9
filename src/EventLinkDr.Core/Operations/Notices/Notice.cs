using EventLinkDr.Diagnostics;

namespace EventLinkDr.Operations.Notices;

/// <summary>What is told to an address when an operation has ended: the JSON of this record. See <c>docs/guide/schedule.md</c>.</summary>
public sealed record Notice
{
    /// <summary>Version of this form.</summary>
    public int FormatVersion { get; init; } = 1;

    /// <summary>The command: <c>backup</c>, <c>test</c>, … or <c>Backup-EventLinkDb</c>, <c>Test-EventLinkBackup</c>, …</summary>
    public required string Operation { get; init; }

    /// <summary>How it ended.</summary>
    public required NoticeOutcome Outcome { get; init; }

    /// <summary>One line for a person; chat services show it as the message.</summary>
    public required string Text { get; init; }

    /// <summary>Name of this host.</summary>
    public required string Host { get; init; }

    /// <summary>When it ended (UTC).</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Version of this software.</summary>
    public string ToolVersion { get; init; } = EventLinkDr.ToolVersion.Current;

    /// <summary>What it gave, as <c>--json</c> would show it.</summary>
    public required IReadOnlyList<object> Results { get; init; }

    /// <summary>What failed.</summary>
    public required IReadOnlyList<DrException> Errors { get; init; }
}
