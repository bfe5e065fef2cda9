namespace EventLinkDr.Model;

/// <summary>How thoroughly a backup is verified; each level includes the ones before it.</summary>
public enum VerificationLevel
{
    /// <summary>Length, SHA-256, the manifest's own hash, headers and trailers of the members, end marker.</summary>
    Checksum,
    /// <summary>Everything inflated and parsed: CRCs, rows and digests of every table.</summary>
    Content,
    /// <summary>Loaded into a throwaway database, read back and compared.</summary>
    Restore,
}
