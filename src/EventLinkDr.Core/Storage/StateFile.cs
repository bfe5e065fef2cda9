using System.Text.Json;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Storage;

/// <summary>A small JSON file that is replaced as a whole, so that a kill leaves the old or the new content. Readable by its owner only.</summary>
/// <param name="path">The file.</param>
internal sealed class StateFile<T>(string path) where T : class
{
    public string Path => path;

    /// <summary>A file of the state directory; characters that a name cannot have are replaced.</summary>
    public static StateFile<T> Named(string name) =>
        new(System.IO.Path.Combine(StateDirectory.Path, string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')) + ".json"));

    /// <summary>The content; null when there is no file.</summary>
    /// <exception cref="DrException"><c>StateUnreadable</c>.</exception>
    public T? Read()
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), StateJson.Options);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DrException(ErrorTable.StateUnreadable, $"{path} cannot be read: {error.Message.TrimEnd('.')}", error) { Subject = path };
        }
    }

    /// <exception cref="DrException"><c>StateUnreadable</c>: it cannot be written.</exception>
    public void Write(T content)
    {
        try
        {
            var directory = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
            Directory.CreateDirectory(directory);
            var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(temporary, options))
            {
                JsonSerializer.Serialize(stream, content, StateJson.Options);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            DirectoryFlush.Flush(directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DrException(ErrorTable.StateUnreadable, $"{path} cannot be written: {error.Message.TrimEnd('.')}", error) { Subject = path };
        }
    }

    /// <summary>Deletes the file; nothing happens when it is not there.</summary>
    public void Delete()
    {
        if (File.Exists(path)) File.Delete(path);
    }
}
