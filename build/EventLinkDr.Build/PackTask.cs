using System.IO.Compression;
using System.Reflection;

namespace EventLinkDr.Build;

/// <summary>Leaves what is handed out: the module as a folder and an archive, the command line as a folder.</summary>
internal static class PackTask
{
    /// <summary>The earliest time a zip entry can carry; with it the same content gives the same archive.</summary>
    private static readonly DateTimeOffset FixedTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static int Run()
    {
        var code = BuildTask.Run();
        if (code != 0) return code;
        var cli = Path.Combine(Repository.Out, "cli");
        if (Directory.Exists(cli)) Directory.Delete(cli, recursive: true);
        code = Command.Run("dotnet", ["publish", Repository.CliProject, "-c", "Release", "--no-build", "-o", cli, "-v", "q", "-nologo"]);
        if (code != 0) return code;

        var version = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);
        var module = Path.Combine(Repository.Out, "EventLinkDr");
        var archive = Path.Combine(Repository.Out, $"EventLinkDr-{version}.zip");
        Archive(module, archive);
        Console.WriteLine($"module   {module}");
        Console.WriteLine($"archive  {archive}");
        Console.WriteLine($"command  {Path.Combine(cli, OperatingSystem.IsWindows() ? "eventlinkdr.exe" : "eventlinkdr")}");
        return 0;
    }

    private static void Archive(string folder, string archive)
    {
        File.Delete(archive);
        using var zip = ZipFile.Open(archive, ZipArchiveMode.Create);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var entry = zip.CreateEntry("EventLinkDr/" + Path.GetRelativePath(folder, file).Replace('\\', '/'));
            entry.LastWriteTime = FixedTime;
            using var target = entry.Open();
            using var source = File.OpenRead(file);
            source.CopyTo(target);
        }
    }
}
