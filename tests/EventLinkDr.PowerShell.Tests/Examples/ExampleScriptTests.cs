using System.Management.Automation.Language;
using EventLinkDr.PowerShell.Tests.Module;

namespace EventLinkDr.PowerShell.Tests.Examples;

/// <summary>Scripts of <c>examples/</c> and of the guides use commands and parameters that exist.</summary>
public sealed class ExampleScriptTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "examples");

    public static TheoryData<string> Scripts => [.. Directory.EnumerateFiles(Folder, "*.ps1", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/'))];

    [Theory, MemberData(nameof(Scripts))]
    public void Script_Commands_AreThoseOfTheModule(string name)
    {
        var script = Parser.ParseFile(Path.Combine(Folder, name), out _, out var errors);

        Assert.Empty(errors);
        foreach (var call in CallsIn(script)) AssertCall(call);
    }

    [Theory, MemberData(nameof(Scripts))]
    public void Script_StopsAtTheFirstErrorAndDescribesItself(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name));

        Assert.Contains("$ErrorActionPreference = 'Stop'", text, StringComparison.Ordinal);
        Assert.Contains(".SYNOPSIS", text, StringComparison.Ordinal);
        Assert.Contains("[CmdletBinding(", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("schedule/nightly.ps1", "Backup-EventLinkDb", "Copy-EventLinkBackup", "Remove-EventLinkBackup", "Measure-EventLinkRecoveryPoint")]
    [InlineData("schedule/weekly.ps1", "Test-EventLinkBackup", "Invoke-EventLinkDrill")]
    [InlineData("azure/Backup-EventLink.ps1", "Backup-EventLinkDb", "Copy-EventLinkBackup", "Remove-EventLinkBackup", "Test-EventLinkBackup", "Measure-EventLinkRecoveryPoint")]
    [InlineData("azure/Test-EventLinkCopy.ps1", "Test-EventLinkBackup", "Measure-EventLinkRecoveryPoint")]
    [InlineData("azure/Restore-EventLink.ps1", "Invoke-EventLinkRecovery")]
    public void Script_DoesItsWork_AndTellsFailures(string name, params string[] commands)
    {
        var script = Parser.ParseFile(Path.Combine(Folder, name), out _, out _);
        var called = CallsIn(script).Select(call => call.GetCommandName()).ToHashSet();

        Assert.Subset(called, commands.ToHashSet());
        Assert.True(script.Extent.Text.Contains("EVENTLINKDR_NOTIFY_URI", StringComparison.Ordinal) || script.Extent.Text.Contains("-NotifyOn", StringComparison.Ordinal));
    }

    [Fact]
    public void Guides_PowerShellBlocks_UseCommandsAndParametersThatExist()
    {
        foreach (var page in Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "docs", "guide"), "*.md"))
        {
            foreach (var block in Blocks(File.ReadAllText(page)))
            {
                var script = Parser.ParseInput(block, out _, out var errors);
                Assert.True(errors.Length == 0, $"{Path.GetFileName(page)}: {errors.FirstOrDefault()?.Message}");
                foreach (var call in CallsIn(script)) AssertCall(call);
            }
        }
    }

    private static IEnumerable<string> Blocks(string page) =>
        System.Text.RegularExpressions.Regex.Matches(page, @"(?s)```powershell\n(.*?)\n```").Select(match => match.Groups[1].Value);

    private static IEnumerable<CommandAst> CallsIn(Ast script) =>
        script.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>().Where(call => call.GetCommandName()?.Contains("-EventLink", StringComparison.Ordinal) == true
            && !call.GetCommandName().StartsWith("Register-", StringComparison.Ordinal));

    private static void AssertCall(CommandAst call)
    {
        var cmdlet = Cmdlets.Get(call.GetCommandName());
        foreach (var parameter in call.CommandElements.OfType<CommandParameterAst>())
            Assert.True(cmdlet.Parameters.ContainsKey(parameter.ParameterName), $"{cmdlet.Name} has no -{parameter.ParameterName}");
    }
}
