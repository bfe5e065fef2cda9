namespace EventLinkDr.Hosting;

/// <summary>Temporary directories that a later command finds when the process that made them was killed: each holds a file that names its owner.</summary>
internal static class ThrowawayDirectory
{
    private const string Prefix = "eventlinkdr-", Marker = "eventlinkdr.owner";
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Makes one, that only we can look into.</summary>
    /// <param name="kind">What is in it, as a part of its name.</param>
    public static string Create(string kind = "")
    {
        var path = Directory.CreateTempSubdirectory(Prefix + kind).FullName;
        File.WriteAllText(Path.Combine(path, Marker), ProcessOwner.Current);
        return path;
    }

    /// <summary>It stays: no later command looks at it.</summary>
    public static void Keep(string path) => File.Delete(Path.Combine(path, Marker));

    /// <summary>Those whose owner is gone. A name alone proves nothing: the file must be in it, and nobody else may have put it there.</summary>
    /// <param name="place">The directory of temporary files.</param>
    /// <param name="users">Who may own it on Linux besides us: the user as whom we start servers.</param>
    public static IReadOnlyList<string> FindAbandoned(string place, IReadOnlyCollection<uint> users)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(place, Prefix + "*").Where(path => IsOurs(path, users) && IsAbandoned(path))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsAbandoned(string path)
    {
        try
        {
            var marker = new FileInfo(Path.Combine(path, Marker));
            return marker is { Exists: true, LinkTarget: null, Length: > 0 and < 300 } && !ProcessOwner.Lives(File.ReadAllText(marker.FullName));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsOurs(string path, IReadOnlyCollection<uint> users)
    {
        if (new DirectoryInfo(path).LinkTarget is not null) return false;
        // There the directory of temporary files is the user's own.
        if (OperatingSystem.IsWindows()) return true;
        try
        {
            if ((File.GetUnixFileMode(path) & Others) != 0) return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        // What only its owner can look into, and we can, is ours; root can look into everything.
        return FileOwner.Of(path) is { } owner ? owner == FileOwner.Current || users.Contains(owner) : Environment.UserName != "root";
    }
}
