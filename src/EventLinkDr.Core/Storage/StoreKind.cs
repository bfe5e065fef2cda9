namespace EventLinkDr.Storage;

/// <summary>What holds backups.</summary>
public enum StoreKind
{
    /// <summary>A directory.</summary>
    Directory,
    /// <summary>A bucket of S3 or of something that speaks its protocol.</summary>
    S3,
    /// <summary>A container of Azure Blob Storage.</summary>
    AzureBlob,
}
