using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Operations.Schema;

/// <summary>Keeps the output of migrations in the state directory, readable by its owner only: it may quote data.</summary>
internal static class MigrationLog
{
    /// <returns>The file.</returns>
    /// <exception cref="DrException"><c>StateUnreadable</c>.</exception>
    public static string Write(string project, IReadOnlyList<string> lines)
    {
        var directory = Path.Combine(StateDirectory.Path, "migrations");
        var name = string.Concat(project.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        var path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{name}-{DateTimeOffset.UtcNow:yyyyMMdd'T'HHmmssfff'Z'}.log"));
        try
        {
            Directory.CreateDirectory(directory);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var writer = new StreamWriter(path, options);
            foreach (var line in lines) writer.WriteLine(line);
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DrException(ErrorTable.StateUnreadable, $"{path} cannot be written: {error.Message.TrimEnd('.')}", error) { Subject = path };
        }
    }
}
