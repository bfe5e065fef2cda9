using EventLinkDr.Diagnostics;

namespace EventLinkDr.Storage;

/// <summary>
/// Where a text leads: the store, and the file in it when the text names one. Every place that a person can name is opened here; see
/// <c>docs/reference/locations.md</c>. Disposing of it closes the store.
/// </summary>
/// <param name="Store">The store.</param>
/// <param name="Name">Name of the file; null when the text names a directory or a prefix.</param>
public sealed record BackupPlace(IBackupStore Store, string? Name) : IAsyncDisposable
{
    /// <summary>Where backups are when no path is given, below the current directory.</summary>
    public const string DefaultDirectory = "backups";

    /// <summary>
    /// A place to write to. A directory that exists, or a path that ends with a separator, is a directory; any other path is the file.
    /// An address names a file when it ends like one.
    /// </summary>
    /// <param name="path">An address, a full path, or a path relative to the process's directory.</param>
    /// <param name="stores">Opens the store.</param>
    /// <exception cref="DrException"><c>LocationInvalid</c>, <c>StoreCredentialMissing</c>.</exception>
    public static BackupPlace ForWriting(string path, IStoreOpener stores)
    {
        ArgumentNullException.ThrowIfNull(stores);
        var location = BackupLocation.Parse(path);
        if (location.Kind != StoreKind.Directory) return new BackupPlace(stores.Open(location), location.Name);
        var local = location.Container;
        return Directory.Exists(local) || Path.EndsInDirectorySeparator(local) ? new BackupPlace(stores.Open(location), null) : OfFile(local, stores);
    }

    /// <summary>A place to read from: a directory or a file that exists, or an address, which is not asked yet.</summary>
    /// <param name="path">An address, a full path, or a path relative to the process's directory.</param>
    /// <param name="stores">Opens the store.</param>
    /// <exception cref="DrException"><c>BackupNotFound</c>, <c>LocationInvalid</c>, <c>StoreCredentialMissing</c>.</exception>
    public static BackupPlace ForReading(string path, IStoreOpener stores)
    {
        ArgumentNullException.ThrowIfNull(stores);
        var location = BackupLocation.Parse(path);
        if (location.Kind != StoreKind.Directory) return new BackupPlace(stores.Open(location), location.Name);
        var local = location.Container;
        if (Directory.Exists(local)) return new BackupPlace(stores.Open(location), null);
        return File.Exists(local) ? OfFile(local, stores) : throw new DrException(ErrorTable.BackupNotFound, $"there is no file or directory {local}") { Subject = path };
    }

    /// <summary>A place to copy into: a directory, which need not exist, or the address of one.</summary>
    /// <param name="path">An address, a full path, or a path relative to the process's directory.</param>
    /// <param name="stores">Opens the store.</param>
    /// <exception cref="DrException"><c>LocationInvalid</c>, <c>StoreCredentialMissing</c>.</exception>
    public static BackupPlace ForCopies(string path, IStoreOpener stores)
    {
        ArgumentNullException.ThrowIfNull(stores);
        var location = BackupLocation.Parse(path);
        if (location.Name is not null || (location.Kind == StoreKind.Directory && File.Exists(location.Container)))
            throw new DrException(ErrorTable.LocationInvalid, $"{location} is a file, and copies keep their names") { Remedy = "Give the directory, or the address without the name.", Subject = location.ToString() };
        return new BackupPlace(stores.Open(location), null);
    }

    /// <summary>A directory below the place of a path. What is in there is not listed with the backups of the place itself.</summary>
    /// <param name="path">A place, or a file in it.</param>
    /// <param name="directory">Name of the directory.</param>
    /// <param name="stores">Opens the store.</param>
    /// <exception cref="DrException"><c>LocationInvalid</c>, <c>StoreCredentialMissing</c>.</exception>
    public static BackupPlace Below(string path, string directory, IStoreOpener stores)
    {
        ArgumentNullException.ThrowIfNull(stores);
        var location = BackupLocation.Parse(path);
        if (location.Kind != StoreKind.Directory) return new BackupPlace(stores.Open(location with { Prefix = $"{location.Prefix}{directory}/", Name = null }), null);
        var local = Path.GetFullPath(location.Container);
        return new BackupPlace(stores.Open(location with { Container = Path.Combine(File.Exists(local) ? Path.GetDirectoryName(local)! : local, directory) }), null);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private static BackupPlace OfFile(string path, IStoreOpener stores)
    {
        var full = Path.GetFullPath(path);
        return new BackupPlace(stores.Open(BackupLocation.Parse(Path.GetDirectoryName(full)!)), Path.GetFileName(full));
    }
}
