using System.Security.Cryptography;

namespace EventLinkDr.Build.Pack;

/// <summary>Packs the same sources twice, in two folders, and compares every byte that is handed out.</summary>
internal static class ReproduceTask
{
    private static readonly string[] Left = [".git", "bin", "obj", "out", "TestResults"];
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    public static int Run()
    {
        var place = Directory.CreateTempSubdirectory("eventlinkdr-reproduce-").FullName;
        try
        {
            // Of another length: a path that found its way into a file shows. Both are copied before either is built: somebody may be writing.
            string[] roots = [Path.Combine(place, "first"), Path.Combine(place, "the-second-time")];
            Copy(Repository.Root, roots[0]);
            Copy(roots[0], roots[1]);
            var first = PackIn(roots[0]);
            var second = first is null ? null : PackIn(roots[1]);
            return first is null || second is null ? 1 : Compare(first, second);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private static SortedDictionary<string, string>? PackIn(string root)
    {
        // A server of the compiler that is kept would remember the first folder.
        var environment = new Dictionary<string, string> { ["UseSharedCompilation"] = "false", ["MSBUILDDISABLENODEREUSE"] = "1" };
        var code = Command.Run("dotnet", ["run", "--project", Path.Combine(root, "build", "EventLinkDr.Build"), "-c", "Release", "-v", "q", "--", "pack"], Limit, environment);
        return code == 0 ? Hashes(Path.Combine(root, "out")) : null;
    }

    private static int Compare(SortedDictionary<string, string> first, SortedDictionary<string, string> second)
    {
        var differing = first.Keys.Union(second.Keys).Where(name => first.GetValueOrDefault(name) != second.GetValueOrDefault(name)).Order(StringComparer.Ordinal).ToList();
        foreach (var name in differing) Console.Error.WriteLine($"differs: {name}");
        if (first.Count == 0) Console.Error.WriteLine("Nothing was packed.");
        Console.WriteLine($"{first.Count} files, {differing.Count} differ");
        return first.Count > 0 && differing.Count == 0 ? 0 : 1;
    }

    private static SortedDictionary<string, string> Hashes(string folder)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            using var content = File.OpenRead(file);
            hashes[Path.GetRelativePath(folder, file)] = Convert.ToHexString(SHA256.HashData(content));
        }

        return hashes;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) if (!Left.Contains(Path.GetFileName(file))) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from))
            if (!Left.Contains(Path.GetFileName(folder))) Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}
