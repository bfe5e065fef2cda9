using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Operations.Journal;

/// <summary>Where a journal is: a file, or a place of its own in a store.</summary>
internal sealed record JournalLocation
{
    private readonly BackupLocation? _remote;

    private JournalLocation(string path, BackupLocation? remote) => (Path, _remote) = (path, remote);

    /// <summary>The file, or the address; without any secret.</summary>
    public string Path { get; }

    /// <summary>The file that keeps two processes of this host from it.</summary>
    public string LockPath => _remote is null ? Path + ".lock" : StateFile<object>.Named("journal-" + Path).Path + ".lock";

    public static JournalLocation OfFile(string path) => new(System.IO.Path.GetFullPath(path), null);

    /// <summary>
    /// What a person names: a file; a directory, for a file in it; or an address, below which the journal has a directory of its own. Null is the state directory.
    /// </summary>
    /// <exception cref="DrException"><c>LocationInvalid</c>.</exception>
    public static JournalLocation Of(string? given, string name)
    {
        var file = StateFile<object>.Named(name);
        if (given is null) return new JournalLocation(file.Path, null);
        var own = System.IO.Path.GetFileName(file.Path);
        var location = BackupLocation.Parse(given);
        if (location.Kind != StoreKind.Directory) return Below(location, System.IO.Path.GetFileNameWithoutExtension(own));
        var local = System.IO.Path.GetFullPath(location.Container);
        return new JournalLocation(Directory.Exists(local) || System.IO.Path.EndsInDirectorySeparator(local) ? System.IO.Path.Combine(local, own) : local, null);
    }

    /// <summary>The place of a journal that belongs to this one.</summary>
    public JournalLocation Beside(string what) => _remote is { } location ? Below(location, what)
        : new JournalLocation(System.IO.Path.ChangeExtension(Path, what + System.IO.Path.GetExtension(Path)), null);

    /// <summary>Opens it. Nothing is sent to a store yet.</summary>
    /// <exception cref="DrException"><c>StoreCredentialMissing</c>.</exception>
    public IJournalPlace<TContent> Open<TContent>(IStoreOpener? stores) where TContent : class => _remote is not { } location ? new FileJournal<TContent>(Path)
        : new StoreJournal<TContent>((stores ?? throw new DrException(ErrorTable.LocationInvalid, $"a journal at {Path} needs a store, and none can be opened here")).Open(location));

    private static JournalLocation Below(BackupLocation location, string name)
    {
        var own = location with { Prefix = $"{location.Prefix}{name}/", Name = null };
        return new JournalLocation(own.ToString(), own);
    }
}
