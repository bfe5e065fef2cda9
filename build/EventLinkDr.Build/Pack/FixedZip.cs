using System.IO.Compression;

namespace EventLinkDr.Build.Pack;

/// <summary>Zip archives that hold nothing but their content: names in order, and one time for all.</summary>
internal static class FixedZip
{
    /// <summary>The earliest time a zip entry can carry.</summary>
    private static readonly DateTimeOffset FixedTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes an archive anew.</summary>
    public static void Write(string archive, IEnumerable<(string Name, byte[] Content)> entries)
    {
        File.Delete(archive);
        using var zip = ZipFile.Open(archive, ZipArchiveMode.Create);
        foreach (var (name, content) in entries.OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var entry = zip.CreateEntry(name);
            entry.LastWriteTime = FixedTime;
            // What a file may be is a matter of the umask it was built under.
            entry.ExternalAttributes = 0;
            using var target = entry.Open();
            target.Write(content);
        }
    }

    /// <summary>The files of a folder.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Folder(string folder, string prefix) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => (prefix + Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes(file)));

    /// <summary>Writes an archive that another program made again, without the times it noted.</summary>
    public static void Normalize(string archive)
    {
        List<(string, byte[])> entries;
        using (var zip = ZipFile.OpenRead(archive)) entries = [.. zip.Entries.Select(entry => (entry.FullName, Read(entry)))];
        Write(archive, entries);
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }
}
