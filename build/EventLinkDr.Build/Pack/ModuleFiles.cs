using System.Text.RegularExpressions;

namespace EventLinkDr.Build.Pack;

/// <summary>Which files the module has: these and no others. A package that comes along with another one must be seen before it is shipped.</summary>
internal static partial class ModuleFiles
{
    private static readonly string[] Fixed =
    [
        "EventLinkDr.psd1", "LICENSE", "EventLinkDr.Core.dll", "EventLinkDr.PowerShell.dll", "en-US/EventLinkDr.PowerShell.dll-Help.xml",
        "deps/AWSSDK.Core.dll", "deps/AWSSDK.S3.dll", "deps/EventLinkDr.Adapters.dll", "deps/Microsoft.Extensions.DependencyInjection.Abstractions.dll",
        "deps/Microsoft.Extensions.Logging.Abstractions.dll", "deps/Npgsql.dll",
    ];

    /// <summary>Those that are expected: fixed ones, the views that the manifest names, and the topics that have a page.</summary>
    public static IEnumerable<string> Expected(string root)
    {
        var manifest = File.ReadAllText(Path.Combine(root, "EventLinkDr.psd1"));
        var topics = Directory.EnumerateFiles(Path.Combine(root, "docs", "en-US"), "about_*.md").Select(page => $"en-US/{Path.GetFileNameWithoutExtension(page)}.help.txt");
        return Fixed.Concat(View().Matches(manifest).Select(match => match.Groups[1].Value)).Concat(topics).Order(StringComparer.Ordinal);
    }

    /// <returns>Whether the folder holds just these; what differs is printed.</returns>
    public static bool Check(string module)
    {
        var found = Directory.EnumerateFiles(module, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(module, file).Replace('\\', '/')).ToHashSet(StringComparer.Ordinal);
        var expected = Expected(Repository.Root).ToHashSet(StringComparer.Ordinal);
        foreach (var name in expected.Except(found).Order(StringComparer.Ordinal)) Console.Error.WriteLine($"The module lacks {name}.");
        foreach (var name in found.Except(expected).Order(StringComparer.Ordinal)) Console.Error.WriteLine($"The module holds {name}, which nobody expects; add it to ModuleFiles, or keep it out.");
        return found.SetEquals(expected);
    }

    [GeneratedRegex("'(Formats/[^']+[.]ps1xml)'")]
    private static partial Regex View();
}
