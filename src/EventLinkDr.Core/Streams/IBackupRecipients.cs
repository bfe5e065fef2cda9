namespace EventLinkDr.Streams;

/// <summary>Whom a backup is encrypted to: public keys, or one passphrase. Disposing of it wipes the passphrase.</summary>
public interface IBackupRecipients : IDisposable
{
    /// <summary>The public keys, without repetition; empty with a passphrase.</summary>
    IReadOnlyList<string> PublicKeys { get; }

    /// <summary>Begins, in the background, what the next encryption would have to wait for: with a passphrase a second of computing. Not needed.</summary>
    void Prepare();
}
