using System.Runtime.Loader;
using System.Xml;

namespace EventLinkDr.Build.Help;

/// <summary>Writes the module's <c>en-US</c> folder of <c>docs/en-US</c>. Called by the module's own project in every Release build.</summary>
internal static class HelpTask
{
    private const string Assembly = "EventLinkDr.PowerShell.dll";

    public static int Run(string[] arguments)
    {
        if (arguments.Length != 1)
        {
            Console.Error.WriteLine("help needs the folder of the module.");
            return 2;
        }

        var module = arguments[0];
        try
        {
            Write(Path.Combine(Repository.Root, "docs", "en-US"), module, Path.Combine(module, "en-US"));
            return 0;
        }
        catch (FormatException error)
        {
            // In the form that MSBuild reads, so that the build shows it and fails.
            Console.Error.WriteLine($"docs/en-US : error HELP: {error.Message}");
            return 1;
        }
    }

    private static void Write(string docs, string module, string output)
    {
        // Core stands beside it; PowerShell's own assembly comes with this program, as declarations only.
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(module, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        var cmdlets = CmdletShape.ReadAll(AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(Path.Combine(module, Assembly))));
        var pages = Directory.EnumerateFiles(docs, "*-*.md").Select(HelpPage.Read).ToDictionary(page => page.Name, StringComparer.Ordinal);
        Directory.CreateDirectory(output);
        using (var writer = XmlWriter.Create(Path.Combine(output, Assembly + "-Help.xml"), new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
            MamlBuilder.Build(cmdlets, pages).Save(writer);
        foreach (var about in Directory.EnumerateFiles(docs, "about_*.md"))
            File.WriteAllText(Path.Combine(output, Path.GetFileNameWithoutExtension(about) + ".help.txt"), AboutTopic.Read(about));
    }
}
