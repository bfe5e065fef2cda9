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
    public static bool Set(string path, string name, string value)
    {
        // A link stays a link: what it points to is replaced.
        var file = File.Exists(path) ? new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path : path;
        var temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            var before = File.Exists(file) ? File.ReadAllBytes(file) : [];
            var after = EnvFileEdit.Set(before, name, value);
            if (after.AsSpan().SequenceEqual(before)) return false;
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                if (!OperatingSystem.IsWindows() && File.Exists(file))
                {
                    File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(file));
                    FileOwner.Copy(file, temporary);
                }

                stream.Write(after);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, file, overwrite: true);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DrException(ErrorTable.TargetInvalid, $"{path} cannot be changed: {error.Message.TrimEnd('.')}", error) { Subject = path };
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
