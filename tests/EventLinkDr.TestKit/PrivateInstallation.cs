using EventLinkDr.Adapters.Processes;

namespace EventLinkDr.TestKit;

/// <summary>
/// A copy of the installed PostgreSQL server programs whose extension directory is ours: a server finds its files relative to its own
/// place, so an extension can be added for tests without rights to the real one.
/// </summary>
internal sealed class PrivateInstallation : IDisposable
{
    private readonly string _root;

    private PrivateInstallation(string root, string programs)
    {
        _root = root;
        Programs = programs;
    }

    /// <summary>Directory of the programs.</summary>
    public string Programs { get; }

    /// <summary>Makes one; null where the installation is not of the usual kind (Windows, no <c>pg_config</c>).</summary>
    /// <param name="extensionFiles">Files to add: name and content.</param>
    public static async Task<PrivateInstallation?> CreateAsync(IEnumerable<(string Name, string Content)> extensionFiles)
    {
        if (OperatingSystem.IsWindows()) return null;
        var servers = await PostgresPrograms.FindAsync("postgres", CancellationToken.None);
        if (servers.Count == 0) return null;
        var server = File.ResolveLinkTarget(servers[0].Path, returnFinalTarget: true)?.FullName ?? servers[0].Path;
        var programs = Path.GetDirectoryName(server)!;
        var share = await AskAsync(programs, "--sharedir");
        var libraries = await AskAsync(programs, "--pkglibdir");
        if (share is null || libraries is null) return null;

        var root = Directory.CreateTempSubdirectory("eventlinkdr-programs-").FullName;
        File.SetUnixFileMode(root, Everyone);
        // The whole tree below the directory that all three have in common must look the same.
        string Moved(string path) => Path.Combine(root, path.TrimStart('/'));
        Directory.CreateDirectory(Moved(programs));
        foreach (var program in (string[])["postgres", "initdb", "pg_ctl"])
            File.Copy(Path.Combine(programs, program), Path.Combine(Moved(programs), program));
        Directory.CreateDirectory(Path.GetDirectoryName(Moved(libraries))!);
        File.CreateSymbolicLink(Moved(libraries), libraries);
        LinkAll(share, Moved(share), except: "extension");
        LinkAll(Path.Combine(share, "extension"), Path.Combine(Moved(share), "extension"), except: null);
        foreach (var (name, content) in extensionFiles)
            await File.WriteAllTextAsync(Path.Combine(Moved(share), "extension", name), content);
        return new PrivateInstallation(root, Moved(programs));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private const UnixFileMode Everyone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static void LinkAll(string from, string to, string? except)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in Directory.EnumerateFileSystemEntries(from))
            if (Path.GetFileName(entry) is var name && name != except) File.CreateSymbolicLink(Path.Combine(to, name), entry);
    }

    private static async Task<string?> AskAsync(string programs, string question)
    {
        var config = Path.Combine(programs, "pg_config");
        if (!File.Exists(config)) return null;
        var (exitCode, output, _) = await ChildProcess.RunAsync(config, [question], new Dictionary<string, string?>(), CancellationToken.None);
        return exitCode == 0 && Directory.Exists(output.Trim()) ? output.Trim() : null;
    }
}
