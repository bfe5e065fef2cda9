using EventLinkDr.Model;

namespace EventLinkDr.Operations.Verify;

/// <summary>What a verification has found so far; stands also when it fails on the way.</summary>
internal sealed class VerifyFindings
{
    /// <summary>The backup as far as it could be opened; null until then.</summary>
    public BackupSet? Opened { get; set; }

    /// <summary>SHA-256 of the data; null until known.</summary>
    public string? FileSha256 { get; set; }

    public int Tables { get; set; }

    public long Rows { get; set; }

    public ProofReport? Proof { get; set; }
}
