namespace EventLinkDr.Model;

/// <summary>How hard a backup is compressed. Sizes and times per runtime: <c>docs/performance.md</c>.</summary>
public enum BackupCompression
{
    /// <summary>Within 5 % of the size of <c>gzip -6</c>, in less than half its time.</summary>
    Default,
    /// <summary>Stored without compression, still a gzip file.</summary>
    None,
    /// <summary>Less time, a little larger.</summary>
    Fast,
    /// <summary>Much more time, a little smaller.</summary>
    Small,
}
