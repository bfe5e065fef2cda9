namespace EventLinkDr.Adapters.Processes;

/// <summary>PostgreSQL refuses to run as root; as root, its programs are started as <c>postgres</c> or <c>nobody</c>.</summary>
internal static class UnprivilegedUser
{
    /// <summary>The user to drop to; null when we are not root.</summary>
    public static string? Name { get; } = Environment.UserName != "root" || OperatingSystem.IsWindows() ? null
        : File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    /// <summary>That user's number; null when we are not root.</summary>
    public static uint? Id { get; } = Name is null ? null
        : File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(entry => entry[0] == Name && entry.Length > 2 && uint.TryParse(entry[2], out _))
            .Select(entry => (uint?)uint.Parse(entry[2], System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault();

    /// <summary>Program and arguments that run a command as that user.</summary>
    public static (string Program, IReadOnlyList<string> Arguments) Wrap(string program, IReadOnlyList<string> arguments) =>
        Name is null ? (program, arguments)
        : File.Exists("/sbin/runuser") || File.Exists("/usr/sbin/runuser") ? ("runuser", ["-u", Name, "--", program, .. arguments])
        : ("su", ["-s", "/bin/sh", Name, "-c", string.Join(' ', arguments.Prepend(program).Select(ShellQuote))]);

    private static string ShellQuote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
