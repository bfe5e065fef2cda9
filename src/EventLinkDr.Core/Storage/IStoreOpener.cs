namespace EventLinkDr.Storage;

/// <summary>Opens stores of every kind. What a kind needs (packages, credentials) is looked for only when a store of that kind is opened.</summary>
public interface IStoreOpener
{
    /// <summary>Opens the store at a location. Nothing is sent to it yet.</summary>
    /// <exception cref="Diagnostics.DrException"><c>LocationInvalid</c>, <c>StoreCredentialMissing</c>.</exception>
    IBackupStore Open(BackupLocation location);
}
