using EventLinkDr.Diagnostics;

namespace EventLinkDr.Hosting;

/// <summary>The host we run on.</summary>
/// <param name="directory">Where relative paths and the search for a project begin; the process's own directory when null.</param>
public sealed class LocalHost(string? directory = null) : ILocalHost
{
    private const UnixFileMode OthersRights = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <inheritdoc/>
    public bool IsWindows => OperatingSystem.IsWindows();

    /// <inheritdoc/>
    public string CurrentDirectory { get; } = directory ?? Environment.CurrentDirectory;

    /// <inheritdoc/>
    public string HomeDirectory => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <inheritdoc/>
    public string UserName => Environment.UserName;

    /// <inheritdoc/>
    public string? GetVariable(string name) => Environment.GetEnvironmentVariable(name);

    /// <inheritdoc/>
    public bool Exists(string path) => Path.Exists(path);

    /// <inheritdoc/>
    public string? ReadText(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DrException(ErrorTable.TargetInvalid, $"the file {path} cannot be read: {error.Message}", error) { Subject = path };
        }
    }

    /// <inheritdoc/>
    public bool IsPrivate(string path) => OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & OthersRights) == 0;
}
