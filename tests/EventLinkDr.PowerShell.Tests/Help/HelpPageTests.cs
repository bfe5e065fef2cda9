using System.Management.Automation;
using System.Management.Automation.Language;
using EventLinkDr.Build.Help;
using EventLinkDr.PowerShell.Loading;
using EventLinkDr.PowerShell.Tests.Module;

namespace EventLinkDr.PowerShell.Tests.Help;

public sealed class HelpPageTests
{
    private static readonly IReadOnlyDictionary<string, HelpPage> Pages =
        Directory.EnumerateFiles(SourceTree.Pages, "*-*.md").Select(HelpPage.Read).ToDictionary(page => page.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => Cmdlets.Names;

    [Fact]
    public void Pages_AndCmdlets_AreTheSame() => Assert.Equal(Cmdlets.All.Select(cmdlet => cmdlet.Name), Pages.Keys.Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Names))]
    public void Page_Parameters_AreThoseOfTheCmdlet(string name)
    {
        var own = Cmdlets.Get(name).OwnParameters().Select(parameter => parameter.Name);

        Assert.Equal(own.Order(StringComparer.Ordinal), Pages[name].Parameters.Keys.Order(StringComparer.Ordinal));
        Assert.All(Pages[name].Parameters.Values, parameter => Assert.NotEmpty(parameter.Text));
    }

    [Theory, MemberData(nameof(Names))]
    public void Page_Texts_AreThere(string name)
    {
        var page = Pages[name];

        Assert.EndsWith(".", page.Synopsis, StringComparison.Ordinal);
        Assert.NotEmpty(page.Description);
        Assert.NotEmpty(page.Inputs);
        Assert.NotEmpty(page.Links);
    }

    [Theory, MemberData(nameof(Names))]
    public void Page_Outputs_AreThoseOfTheCmdlet(string name)
    {
        var declared = Cmdlets.Get(name).OutputType.Select(output => output.Name);

        Assert.Equal(declared.Order(StringComparer.Ordinal), Pages[name].Outputs.Select(output => output.Name).Except(["None"]).Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Names))]
    public void Page_Examples_ShowAPipelineAPlanAndAFailure(string name)
    {
        var examples = Pages[name].Examples;

        Assert.True(examples.Count >= 4, "there are fewer than four");
        Assert.Contains(examples, example => example.Code.Contains(" | ", StringComparison.Ordinal));
        Assert.Contains(examples, example => example.Code.Contains("-WhatIf", StringComparison.Ordinal));
        Assert.Contains(examples, example => example.Code.Contains("catch {", StringComparison.Ordinal) || example.Code.Contains("-ErrorVariable", StringComparison.Ordinal));
        Assert.All(examples, example => Assert.NotEmpty(example.Remarks));
    }

    [Theory, MemberData(nameof(Names))]
    public void Page_Examples_UseCommandsAndParametersThatExist(string name)
    {
        foreach (var example in Pages[name].Examples)
        {
            var script = Parser.ParseInput(example.Code, out _, out var errors);
            Assert.Empty(errors);
            foreach (var command in script.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
                if (command.GetCommandName() is { } called && called.Contains("-EventLink", StringComparison.Ordinal)) AssertCall(Cmdlets.Get(called), command);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Page_Links_LeadSomewhere(string name) =>
        Assert.All(Pages[name].Links, link => Assert.True(File.Exists(Path.Combine(SourceTree.Pages, link.Address)), $"{link.Address} is not there"));

    [Theory, MemberData(nameof(Names))]
    public void Page_OnTheWeb_IsWhereTheCmdletSaysAndBelowTheProject(string name)
    {
        var manifest = (HashtableAst)Parser.ParseFile(SourceTree.Manifest, out _, out _).Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false);
        var package = (System.Collections.Hashtable)((System.Collections.Hashtable)((System.Collections.Hashtable)manifest.SafeGetValue())["PrivateData"]!)["PSData"]!;

        Assert.Equal($"{package["ProjectUri"]}/blob/main/docs/en-US/{name}.md", Cmdlets.Get(name).Attribute().HelpUri);
        Assert.True(File.Exists(Path.Combine(SourceTree.Pages, $"{name}.md")));
    }

    [Fact]
    public void About_Topics_FitAConsoleAndHaveTheirSynopsisWhereGetHelpLooks()
    {
        foreach (var page in Directory.EnumerateFiles(SourceTree.Pages, "about_*.md"))
        {
            var lines = AboutTopic.Read(page).Split('\n');
            Assert.Equal(["TOPIC", "    " + Path.GetFileNameWithoutExtension(page), "", "SHORT DESCRIPTION"], lines[..4]);
            Assert.EndsWith(".", lines[4], StringComparison.Ordinal);
            Assert.All(lines, line => Assert.True(line.Length <= 79, line));
        }
    }

    [Fact]
    public void Shape_ReadFromMetadata_IsWhatPowerShellSees()
    {
        // Help is built of this reading, where there is no PowerShell to ask.
        var shapes = CmdletShape.ReadAll(typeof(ModuleLifecycle).Assembly).ToDictionary(shape => shape.Name, StringComparer.Ordinal);
        foreach (var cmdlet in Cmdlets.All)
        {
            var shape = shapes[cmdlet.Name];
            Assert.Equal(cmdlet.ParameterSets.Select(set => set.Name).Order(StringComparer.Ordinal), shape.Sets.Order(StringComparer.Ordinal));
            foreach (var set in cmdlet.ParameterSets)
            {
                foreach (var parameter in cmdlet.OwnParameters())
                {
                    var seen = set.Parameters.SingleOrDefault(candidate => candidate.Name == parameter.Name);
                    var read = shape.Parameters.Single(candidate => candidate.Name == parameter.Name).In(set.Name);
                    Assert.Equal(seen is null, read is null);
                    if (seen is null || read is null) continue;
                    Assert.Equal((seen.IsMandatory, seen.ValueFromPipeline, seen.ValueFromPipelineByPropertyName), (read.Mandatory, read.ByValue, read.ByPropertyName));
                    Assert.Equal(seen.Position < 0 ? null : seen.Position, read.Position);
                    Assert.Equal(seen.Aliases, shape.Parameters.Single(candidate => candidate.Name == parameter.Name).Aliases);
                }
            }
        }
    }

    private static void AssertCall(CmdletInfo cmdlet, CommandAst call)
    {
        foreach (var parameter in call.CommandElements.OfType<CommandParameterAst>())
            Assert.True(cmdlet.Parameters.ContainsKey(parameter.ParameterName), $"{cmdlet.Name} has no -{parameter.ParameterName}");
    }
}
