using EventLinkDr.Diagnostics;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Encryption;

/// <summary>Makes key pairs.</summary>
/// <param name="cipher">Makes the keys.</param>
public sealed class NewKeyOperation(IBackupCipher cipher)
{
    /// <summary>Says what would be done. Changes nothing.</summary>
    /// <exception cref="DrException"><c>KeyFileExists</c>.</exception>
    public static NewKeyPlan Prepare(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Path.Exists(path)) throw new DrException(ErrorTable.KeyFileExists, $"{path} exists") { Subject = path };
        return new NewKeyPlan(path);
    }

    /// <summary>Makes the pair and its file.</summary>
    /// <exception cref="DrException"><c>KeyFileExists</c>, <c>KeyFileUnavailable</c>.</exception>
    public BackupKey Run(NewKeyPlan plan, IOperationObserver observer)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        var key = cipher.CreateKeyFile(plan.Path, DateTimeOffset.UtcNow);
        observer.Milestone($"the secret key is in {key.Path}; keep a copy of it away from this host");
        return key;
    }
}
