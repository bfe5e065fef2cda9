using System.Diagnostics;
using System.Formats.Tar;
using System.Text;

namespace EventLinkDr.TestKit.Docker;

/// <summary>Puts together the root directory of an image from files of this machine, so that no test needs a registry.</summary>
public sealed class RootFileSystem
{
    private const UnixFileMode Everyone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly SortedDictionary<string, Func<TarEntry>> _entries = new(StringComparer.Ordinal);

    /// <summary>Directories every program expects.</summary>
    public RootFileSystem()
    {
        foreach (var name in new[] { "bin", "sbin", "lib", "lib64" }) Link("/" + name, "usr/" + name);
        foreach (var name in new[] { "usr/bin", "usr/sbin", "usr/lib", "usr/lib64", "etc", "proc", "sys", "dev", "root", "run", "var/lib" }) Directory("/" + name);
        Directory("/tmp", Everyone | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite | UnixFileMode.StickyBit);
        Link("/var/run", "/run");
        Text("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\npostgres:x:70:70::/var/lib/postgresql:/bin/sh\n");
        Text("/etc/group", "root:x:0:\nnogroup:x:65534:\npostgres:x:70:\n");
        Text("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
    }

    public RootFileSystem Directory(string path, UnixFileMode mode = Everyone)
    {
        Add(NameOf(path), name => new PaxTarEntry(TarEntryType.Directory, name + "/") { Mode = mode });
        return this;
    }

    public RootFileSystem Link(string path, string target)
    {
        Add(NameOf(path), name => new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target });
        return this;
    }

    public RootFileSystem Text(string path, string content, bool executable = false) =>
        File(path, () => new MemoryStream(Encoding.UTF8.GetBytes(content)), executable ? Everyone
            : Everyone & ~(UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute));

    /// <summary>A directory of this machine with everything in it, at the same place or another.</summary>
    public RootFileSystem Tree(string source, string? target = null, Func<string, bool>? filter = null)
    {
        foreach (var entry in new DirectoryInfo(source).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            if (filter is not null && !filter(entry.FullName)) continue;
            var path = target is null ? entry.FullName : target + entry.FullName[source.Length..];
            if (entry.LinkTarget is not null) Link(path, entry.LinkTarget);
            else if (entry is DirectoryInfo) Directory(path);
            else File(path, () => System.IO.File.OpenRead(entry.FullName), ModeOf(entry.FullName));
        }

        return this;
    }

    /// <summary>Programs of this machine, found in the usual directories when named without one, and the libraries they load.</summary>
    public RootFileSystem Programs(params string[] programs)
    {
        var paths = programs.Select(Find).ToArray();
        foreach (var path in paths) Copy(path);
        Libraries(paths);
        return this;
    }

    /// <summary>The libraries that files load.</summary>
    public RootFileSystem Libraries(params string[] files)
    {
        // C libraries look names up through these without linking to them.
        var found = Run("ldd", files).Split('\n').Select(line => line.Split(' ', '\t').FirstOrDefault(word => word.StartsWith('/')))
            .OfType<string>().Where(path => !path.EndsWith(':'));
        foreach (var path in found.Distinct()) Copy(path);
        return this;
    }

    /// <summary>Where a program of this machine is; null when it is not installed.</summary>
    public static string? FindProgram(string name) =>
        new[] { "/usr/bin/", "/usr/sbin/", "/bin/", "/sbin/", "/usr/local/bin/" }.Select(directory => directory + name).FirstOrDefault(System.IO.File.Exists);

    /// <summary>Writes the whole as a tar archive.</summary>
    public async Task WriteAsync(Stream destination, CancellationToken cancellationToken)
    {
        await using var tar = new TarWriter(destination, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var make in _entries.Values)
        {
            var entry = make();
            await using var content = entry.DataStream;
            await tar.WriteEntryAsync(entry, cancellationToken);
        }
    }

    private RootFileSystem File(string path, Func<Stream> open, UnixFileMode mode)
    {
        Add(NameOf(path), name => new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = open(), Mode = mode });
        return this;
    }

    private void Copy(string path)
    {
        var real = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        File(path, () => System.IO.File.OpenRead(real), ModeOf(real));
    }

    private void Add(string name, Func<string, TarEntry> make)
    {
        _entries[name] = () => make(name);
        for (var parent = Path.GetDirectoryName(name); !string.IsNullOrEmpty(parent); parent = Path.GetDirectoryName(parent))
        {
            var directory = parent;
            _entries.TryAdd(directory, () => new PaxTarEntry(TarEntryType.Directory, directory + "/") { Mode = Everyone });
        }
    }

    /// <summary>Name in the archive; <c>/bin</c> and its kind are links to their counterparts below <c>/usr</c>.</summary>
    private static string NameOf(string path)
    {
        var name = path.TrimStart('/');
        return name.StartsWith("bin/", StringComparison.Ordinal) || name.StartsWith("sbin/", StringComparison.Ordinal)
            || name.StartsWith("lib/", StringComparison.Ordinal) || name.StartsWith("lib64/", StringComparison.Ordinal) ? "usr/" + name : name;
    }

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : System.IO.File.GetUnixFileMode(path);

    private static string Find(string program) =>
        program.Contains('/') ? program : FindProgram(program) ?? throw new FileNotFoundException($"{program} is not installed.");

    private static string Run(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
