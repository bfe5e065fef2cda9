using EventLinkDr.Postgres;

namespace EventLinkDr.Adapters.Processes;

/// <summary>Directories that hold PostgreSQL programs on this host, newest version first.</summary>
internal static class PostgresPrograms
{
    private static readonly string Suffix = OperatingSystem.IsWindows() ? ".exe" : "";

    /// <summary>Full paths of a program in every place it is known to be installed.</summary>
    public static async Task<IReadOnlyList<(string Path, PostgresVersion Version)>> FindAsync(string program, CancellationToken cancellationToken)
    {
        var found = new List<(string Path, PostgresVersion Version)>();
        foreach (var directory in (await DirectoriesAsync(cancellationToken).ConfigureAwait(false)).Distinct(StringComparer.Ordinal))
        {
            var path = Path.Combine(directory, program + Suffix);
            if (!File.Exists(path)) continue;
            var (exitCode, output, _) = await ChildProcess.RunAsync(path, ["--version"], new Dictionary<string, string?>(), cancellationToken).ConfigureAwait(false);
            if (exitCode == 0 && PostgresVersion.Find(output) is { } version) found.Add((path, version));
        }

        return [.. found.OrderByDescending(entry => entry.Version)];
    }

    private static async Task<List<string>> DirectoriesAsync(CancellationToken cancellationToken)
    {
        var directories = new List<string>();
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        // Debian puts wrappers into PATH that choose a version by themselves; the real programs come from the directories below.
        onPath = [.. onPath.Where(directory => !File.Exists(Path.Combine(directory, "pg_wrapper")) && !IsDebianWrapper(directory))];
        directories.AddRange(onPath);
        var config = onPath.Select(directory => Path.Combine(directory, "pg_config" + Suffix)).FirstOrDefault(File.Exists);
        if (config is not null)
        {
            var (exitCode, output, _) = await ChildProcess.RunAsync(config, ["--bindir"], new Dictionary<string, string?>(), cancellationToken).ConfigureAwait(false);
            if (exitCode == 0) directories.Add(output.Trim());
        }

        directories.AddRange(Below("/usr/lib/postgresql", "bin"));
        directories.AddRange(Below("/usr", "bin", "pgsql-*"));
        directories.AddRange(Below("/opt/homebrew/opt", "bin", "postgresql@*"));
        directories.AddRange(Below("/usr/local/opt", "bin", "postgresql@*"));
        directories.Add("/opt/homebrew/bin");
        directories.Add("/usr/local/pgsql/bin");
        if (Environment.GetEnvironmentVariable("ProgramFiles") is { Length: > 0 } programFiles)
            directories.AddRange(Below(Path.Combine(programFiles, "PostgreSQL"), "bin"));
        return directories;
    }

    private static bool IsDebianWrapper(string directory) =>
        directory is "/usr/bin" or "/bin" && Directory.Exists("/usr/share/postgresql-common") && Directory.Exists("/usr/lib/postgresql");

    private static IEnumerable<string> Below(string root, string leaf, string pattern = "*") =>
        Directory.Exists(root) ? Directory.EnumerateDirectories(root, pattern).Select(directory => Path.Combine(directory, leaf)) : [];
}
