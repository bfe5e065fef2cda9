using System.Text.RegularExpressions;
using EventLinkDr.Build.Pack;
using EventLinkDr.Core.Tests.Architecture;
using EventLinkDr.TestKit;

namespace EventLinkDr.Core.Tests.Build;

/// <summary>What is handed out, as far as it can be told without building it.</summary>
public sealed partial class ShippingTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void ModuleFiles_Expected_NamesWhatTheManifestAndThePagesName()
    {
        var expected = ModuleFiles.Expected(SourceTree.Root).ToList();

        Assert.Contains("Formats/Backup.Format.ps1xml", expected);
        Assert.Contains("en-US/about_EventLinkDr.help.txt", expected);
        Assert.Equal(expected.Count, expected.Distinct().Count());
        Assert.All(expected.Where(name => name.StartsWith("Formats/", StringComparison.Ordinal)),
            name => Assert.True(File.Exists(Path.Combine(SourceTree.Root, "src", "EventLinkDr.PowerShell", name)), $"{name} is not there"));
    }

    [Fact]
    public void ModuleFiles_OneTooManyOrTooFew_IsSeen()
    {
        foreach (var name in ModuleFiles.Expected(SourceTree.Root))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_directory.File(name))!);
            File.WriteAllText(_directory.File(name), "");
        }

        Assert.True(ModuleFiles.Check(_directory.Path));
        File.WriteAllText(_directory.File("deps/Surprise.dll"), "");
        Assert.False(ModuleFiles.Check(_directory.Path));
        File.Delete(_directory.File("deps/Surprise.dll"));
        File.Delete(_directory.File("LICENSE"));
        Assert.False(ModuleFiles.Check(_directory.Path));
    }

    [Fact]
    public void FixedZip_SameContentAtAnotherTime_IsTheSameArchive()
    {
        byte[] Archive(int run)
        {
            var folder = _directory.File($"run{run}/module");
            Directory.CreateDirectory(folder);
            foreach (var name in run == 1 ? new[] { "a", "b" } : ["b", "a"])
            {
                File.WriteAllText(Path.Combine(folder, name), "content of " + name);
                File.SetLastWriteTimeUtc(Path.Combine(folder, name), new DateTime(2000 + run, 1, 1));
            }

            var archive = _directory.File($"{run}.zip");
            FixedZip.Write(archive, FixedZip.Folder(folder, "module/"));
            FixedZip.Normalize(archive);
            return File.ReadAllBytes(archive);
        }

        Assert.Equal(Archive(1), Archive(2));
    }

    [Fact]
    public void Workflows_Tasks_AreThoseOfTheBuild()
    {
        var tasks = Task().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "build", "EventLinkDr.Build", "Program.cs"))).Select(match => match.Groups[1].Value).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(SourceTree.Root, ".github", "workflows"), "*.yml").Concat(Directory.EnumerateFiles(SourceTree.Root, "*.md")))
            Assert.All(Use().Matches(File.ReadAllText(file)), use => Assert.Contains(use.Groups[1].Value.ToLowerInvariant(), tasks));
    }

    [Fact]
    public void Workflow_OfCi_CoversWhatIsSupported()
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, ".github", "workflows", "ci.yml"));

        foreach (var part in new[] { "[13, 14, 15, 16, 17, 18]", "ubuntu-latest, windows-latest, macos-latest", "'7.4.*', '*'", "reproduce" })
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [GeneratedRegex("\"([a-z]+)\" => [A-Za-z]+Task")]
    private static partial Regex Task();

    [GeneratedRegex(@"build[.](?:sh|ps1) ([A-Za-z]+)")]
    private static partial Regex Use();
}
