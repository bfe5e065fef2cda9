using System.Runtime.CompilerServices;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Storage;

/// <summary>A directory of files. A file being written is <c>.&lt;name&gt;.partial</c>, held locked by its writer.</summary>
internal sealed class DirectoryStore(string directory) : IBackupStore
{
    private const string PartialSuffix = ".partial";

    public string Location { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));

    public string PathOf(string name) => Path.Combine(Location, name);

    public async IAsyncEnumerable<StoredObject> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        if (!Directory.Exists(Location)) yield break;
        IEnumerator<FileInfo> files;
        try
        {
            files = new DirectoryInfo(Location).EnumerateFiles().GetEnumerator();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Translate(error, Location);
        }

        using (files)
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                StoredObject? found;
                try
                {
                    if (!files.MoveNext()) yield break;
                    found = IsPartial(files.Current.Name) ? null : Describe(files.Current);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    throw Translate(error, Location);
                }

                if (found is not null) yield return found;
            }
        }
    }

    public Task<StoredObject?> StatAsync(string name, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        try
        {
            return Task.FromResult(File.Exists(path) ? Describe(new FileInfo(path)) : null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Translate(error, path);
        }
    }

    public Task<Stream> OpenReadAsync(string name, long offset, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        try
        {
            // No buffer of its own: every reader brings a large one.
            var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            if (stream.CanSeek)
            {
                stream.Position = offset;
                return Task.FromResult<Stream>(new TranslatingReadStream(stream, path));
            }

            stream.Dispose();
            throw new DrException(ErrorTable.StoreUnavailable, $"{path} is a pipe, and a backup is read from more than one place") { Subject = path, Remedy = "Save it to a file first." };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Translate(error, path);
        }
    }

    public async Task<IStoreWriter> CreateAsync(string name, bool replace, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        if (!replace && File.Exists(path)) throw Exists(path);
        try
        {
            Directory.CreateDirectory(Location);
            RemoveLeftovers();
            var temporary = PathOf("." + name + PartialSuffix);
            var writer = new DirectoryStoreWriter(CreateLocked(temporary), temporary, path, replace);
            // Only who holds the temporary name can be sure: until then another may have given its file the name.
            if (replace || !File.Exists(path)) return writer;
            await writer.DisposeAsync().ConfigureAwait(false);
            throw Exists(path);
        }
        catch (Exception error) when (error is DirectoryNotFoundException or FileNotFoundException)
        {
            // A file stands where the directory should be, or the file system takes no files.
            throw new DrException(ErrorTable.StoreUnavailable, $"{path}: {error.Message.TrimEnd('.')}", error) { Subject = path };
        }
        // A file that was being written a moment ago may have its name by now.
        catch (IOException) when (File.Exists(PathOf("." + name + PartialSuffix)) || (!replace && File.Exists(path)))
        {
            throw Exists(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Translate(error, path);
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            File.Delete(PathOf(name));
            return Task.CompletedTask;
        }
        catch (DirectoryNotFoundException)
        {
            return Task.CompletedTask;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Translate(error, PathOf(name));
        }
    }

    public Task<StoreCapabilities> ProbeAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new StoreCapabilities(NeverReplaces: true, Retains: false) { HoldsNames = true });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Null when it has just gone, or is a link that leads nowhere. Of a link it is the file it leads to.</summary>
    private static StoredObject? Describe(FileInfo file)
    {
        try
        {
            var target = (file.Attributes & FileAttributes.ReparsePoint) == 0 ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return new StoredObject(file.Name, target.Length, target.LastWriteTimeUtc);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Deletes partial files whose writer is gone: only then can they be opened for ourselves alone.</summary>
    private void RemoveLeftovers()
    {
        foreach (var file in Directory.EnumerateFiles(Location, ".*" + PartialSuffix))
        {
            try
            {
                // Deleted before the lock is given up, so that nobody can come in between.
                new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Somebody is writing it.
            }
        }
    }

    /// <summary>Makes a file and locks it. On Unix these are two steps: somebody who cleans up in between takes the file for a leftover.</summary>
    private static FileStream CreateLocked(string path)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
                if (File.Exists(path)) return stream;
                stream.Dispose();
            }
            catch (IOException error) when (attempt < 10 && IsLockRefused(error))
            {
                Thread.Yield();
            }
        }
    }

    /// <summary>EWOULDBLOCK, on Linux and on macOS.</summary>
    private static bool IsLockRefused(IOException error) => !OperatingSystem.IsWindows() && (error.HResult is 11 or 35);

    private static bool IsPartial(string name) => name.StartsWith('.') && name.EndsWith(PartialSuffix, StringComparison.Ordinal);

    private static DrException Exists(string path) => new(ErrorTable.BackupExists, $"{path} exists or is being written") { Subject = path };

    internal static DrException Translate(Exception error, string path)
    {
        var kind = error switch
        {
            FileNotFoundException or DirectoryNotFoundException => ErrorTable.BackupNotFound,
            IOException when IsDiskFull(error) => ErrorTable.StoreFull,
            _ => ErrorTable.StoreUnavailable,
        };
        return new DrException(kind, $"{path}: {error.Message.TrimEnd('.')}", error) { Subject = path };
    }

    /// <summary>ENOSPC and EDQUOT; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows.</summary>
    private static bool IsDiskFull(Exception error) => (error.HResult & 0xFFFF) is var code
        && (OperatingSystem.IsWindows() ? code is 0x70 or 0x27 : error.HResult is 28 or 122);
}
