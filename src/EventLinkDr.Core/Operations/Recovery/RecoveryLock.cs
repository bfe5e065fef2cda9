using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Journal;

namespace EventLinkDr.Operations.Recovery;

/// <summary>Keeps two processes of this host from one journal; those of two hosts, where it is in a store, are kept apart by the numbers of its objects. The system lets go of it when a process is killed.</summary>
internal static class RecoveryLock
{
    /// <exception cref="DrException"><c>RecoveryInProgress</c>, <c>StateUnreadable</c>.</exception>
    public static IDisposable Take(JournalLocation journal)
    {
        var path = journal.LockPath;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.None);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new DrException(ErrorTable.StateUnreadable, $"{path} cannot be written: {error.Message.TrimEnd('.')}", error) { Subject = path };
        }
        catch (IOException error)
        {
            throw new DrException(ErrorTable.RecoveryInProgress, $"another process works with {journal.Path}", error) { Subject = journal.Path };
        }
    }
}
