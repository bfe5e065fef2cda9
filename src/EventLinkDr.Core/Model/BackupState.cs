namespace EventLinkDr.Model;

/// <summary>What is known of a backup without reading its data.</summary>
public enum BackupState
{
    /// <summary>Manifest and data are there and fit by name and length.</summary>
    Complete,
    /// <summary>A dump somebody else made: restorable, unproven.</summary>
    Foreign,
    /// <summary>One of ours without its manifest, or a manifest without its data: not a backup.</summary>
    Incomplete,
    /// <summary>Manifest and data contradict each other.</summary>
    Damaged,
}
