using System.Reflection;

namespace EventLinkDr.Build.Pack;

/// <summary>
/// Leaves what is handed out: the module as a folder, an archive and a package; the command as a folder, a .NET tool and one self-contained file.
/// The same sources give the same bytes, wherever and whenever they are built.
/// </summary>
internal static class PackTask
{
    public static string Version => Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);

    public static int Run()
    {
        var code = BuildTask.Run();
        if (code != 0) return code;
        var module = Path.Combine(Repository.Out, "EventLinkDr");
        if (!ModuleFiles.Check(module)) return 1;
        var packages = Fresh("packages");
        var archive = Path.Combine(packages, $"EventLinkDr-{Version}.zip");
        FixedZip.Write(archive, FixedZip.Folder(module, "EventLinkDr/"));
        var package = Path.Combine(packages, $"EventLinkDr.{Version}.nupkg");
        FixedZip.Write(package, ModulePackage.Entries(module));
        code = CommandPackages.Make(Fresh("cli"), packages, Fresh("single-file"));
        if (code != 0) return code;

        Console.WriteLine($"module       {module}");
        Console.WriteLine($"archive      {archive}");
        foreach (var made in Directory.EnumerateFiles(packages, "*.nupkg").Order(StringComparer.Ordinal)) Console.WriteLine($"package      {made}");
        Console.WriteLine($"command      {CommandPackages.ProgramIn(Path.Combine(Repository.Out, "cli"))}");
        var single = CommandPackages.ProgramIn(Path.Combine(Repository.Out, "single-file"));
        Console.WriteLine(File.Exists(single) ? $"single file  {single}" : "single file  not made: the runtime for this system could not be fetched");
        return 0;
    }

    private static string Fresh(string name)
    {
        var folder = Path.Combine(Repository.Out, name);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        return folder;
    }
}
