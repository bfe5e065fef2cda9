using EventLinkDr.Operations.Replication;

namespace EventLinkDr.Operations.Recovery;

/// <summary>How a recovery is run.</summary>
public sealed record RecoveryOptions
{
    /// <summary>The standby that is promoted, as it was named; null to restore a backup.</summary>
    public string? Standby { get; init; }

    /// <summary>How the standby is promoted; whether to go on with a switch, and where its journal is, is decided by the recovery.</summary>
    public SwitchOptions Switch { get; init; } = new();

    /// <summary>Steps that are left out.</summary>
    public IReadOnlyList<RecoveryStepName> SkipSteps { get; init; } = [];

    /// <summary>Goes on with a recovery that was interrupted or failed.</summary>
    public bool Resume { get; init; }

    /// <summary>Puts an unfinished recovery aside and begins anew.</summary>
    public bool StartOver { get; init; }

    /// <summary>Where the journal is: a file, a directory or the address of a store; null for a file in the state directory, by deployment.</summary>
    public string? JournalPath { get; init; }

    /// <summary>File of a report, written however the recovery ends; null for none.</summary>
    public string? ReportPath { get; init; }

    /// <summary>How much data may be lost, as time; null for no objective.</summary>
    public TimeSpan? RpoObjective { get; init; }

    /// <summary>How long it may take; null for no objective.</summary>
    public TimeSpan? RtoObjective { get; init; }

    /// <summary>Restores also where the code does not know the backup's schema revision.</summary>
    public bool SkipRevisionCheck { get; init; }

    /// <summary>Leaves owners and grants out whose roles the server lacks.</summary>
    public bool SkipMissingRole { get; init; }

    /// <summary>Sessions that back up, load and prove; null for the number of cores, at most 8.</summary>
    public int? Jobs { get; init; }

    /// <summary>Root of the API; null to find the backend's own address.</summary>
    public Uri? Api { get; init; }

    /// <summary>Email of the probe student; null leaves maintenance and registration unproven.</summary>
    public string? ProbeEmail { get; init; }

    /// <summary>Password of the probe student.</summary>
    public string? ProbePassword { internal get; init; }

    /// <summary>How long the backend may take to be healthy.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{nameof(RecoveryOptions)} {{ Resume = {Resume}, SkipSteps = {string.Join(", ", SkipSteps)} }}";
}
