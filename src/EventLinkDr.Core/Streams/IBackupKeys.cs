namespace EventLinkDr.Streams;

/// <summary>Secret keys and passphrases that open encrypted backups. Disposing of it wipes them.</summary>
public interface IBackupKeys : IDisposable
{
    /// <summary>The public keys that belong to the secret ones.</summary>
    IReadOnlyList<string> PublicKeys { get; }
}
