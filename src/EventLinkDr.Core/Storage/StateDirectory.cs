namespace EventLinkDr.Storage;

/// <summary>
/// Where this host remembers what a killed command left behind: <c>EVENTLINKDR_STATE_DIR</c>, else <c>XDG_STATE_HOME/eventlinkdr</c>
/// (<c>~/.local/state/eventlinkdr</c>), on Windows below the local application data.
/// </summary>
internal static class StateDirectory
{
    // Looked for each time: a session of PowerShell lives long, and may set the variable later.
    public static string Path => Find();

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("EVENTLINKDR_STATE_DIR") is { Length: > 0 } own) return own;
        if (OperatingSystem.IsWindows())
            return System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "EventLinkDr", "State");
        var root = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } state ? state
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return System.IO.Path.Combine(root, "eventlinkdr");
    }
}
