using EventLinkDr.Diagnostics;

namespace EventLinkDr.Hosting;

/// <summary>Replaces a project's <c>.env</c> atomically, with the permissions and the owner it had.</summary>
internal static class EnvFile
{
    /// <summary>A variable's value as it is written, to be changed and set again; null where it is not set, or there is no file.</summary>
    /// <exception cref="DrException"><c>TargetInvalid</c>: it cannot be read.</exception>
    public static string? Find(string path, string name)
    {
        try
        {
            return File.Exists(path) ? EnvFileEdit.Find(File.ReadAllBytes(path), name) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DrException(ErrorTable.TargetInvalid, $"{path} cannot be read: {error.Message.TrimEnd('.')}", error) { Subject = path };
        }
    }

    /// <summary>Sets one variable.</summary>
    /// <returns>Whether the file changed.</returns>
    /// <exception cref="DrException"><c>TargetInvalid</c>: it cannot be read or replaced.</exception>
    public static bool Set(string path, string name, string value) => SetUndoably(path, name, value) is not null;

    /// <summary>Sets one variable.</summary>
    /// <returns>Puts the file back as it was, unless somebody else has changed it since; null where nothing changed.</returns>
    /// <exception cref="DrException"><c>TargetInvalid</c>: it cannot be read or replaced.</exception>
    public static Action? SetUndoably(string path, string name, string value) => Guarded(path, file =>
    {
        var before = File.Exists(file) ? File.ReadAllBytes(file) : null;
        var after = EnvFileEdit.Set(before ?? [], name, value);
        if (before is not null && after.AsSpan().SequenceEqual(before)) return (Action?)null;
        Replace(file, after);
        return () => Guarded(path, same =>
        {
            if (!File.Exists(same) || !File.ReadAllBytes(same).AsSpan().SequenceEqual(after)) return false;
            if (before is null) File.Delete(same);
            else Replace(same, before);
            return true;
        });
    });

    private static T Guarded<T>(string path, Func<string, T> work)
    {
        try
        {
            // A link stays a link: what it points to is replaced.
            return work(File.Exists(path) ? new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path : path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DrException(ErrorTable.TargetInvalid, $"{path} cannot be changed: {error.Message.TrimEnd('.')}", error) { Subject = path };
        }
    }

    private static void Replace(string file, byte[] content)
    {
        var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                if (!OperatingSystem.IsWindows() && File.Exists(file))
                {
                    File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(file));
                    FileOwner.Copy(file, temporary);
                }

                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
