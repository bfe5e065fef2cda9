using System.Management.Automation;
using System.Management.Automation.Language;
using System.Runtime.CompilerServices;

namespace EventLinkDr.PowerShell.Tests.Module;

public sealed class ConventionTests
{
    private static readonly string[] ChangingVerbs = ["Backup", "Restore", "Undo", "Remove", "Set", "Switch", "Update", "Copy", "Invoke"];

    // After these, data may be gone.
    private static readonly string[] DangerousVerbs = ["Restore", "Undo", "Remove", "Switch"];

    private static readonly HashSet<string> ApprovedVerbs =
    [
        .. new[] { typeof(VerbsCommon), typeof(VerbsData), typeof(VerbsLifecycle), typeof(VerbsDiagnostic), typeof(VerbsCommunications), typeof(VerbsSecurity), typeof(VerbsOther) }
            .SelectMany(type => type.GetFields()).Select(field => (string)field.GetValue(null)!),
    ];

    public static TheoryData<string> Names => Cmdlets.Names;

    [Fact]
    public void Manifest_Exports_ExactlyTheCmdletsThereAre()
    {
        var manifest = (HashtableAst)Parser.ParseFile(SourceTree.Manifest, out _, out var errors).Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false);
        Assert.Empty(errors);
        var values = (System.Collections.Hashtable)manifest.SafeGetValue();

        Assert.Equal(Cmdlets.All.Select(cmdlet => cmdlet.Name).Order(), ((object[])values["CmdletsToExport"]!).Cast<string>().Order());
        // A wildcard, or a list that is left out, makes PowerShell load the module to find out what is in it.
        foreach (var list in new[] { "FunctionsToExport", "AliasesToExport", "VariablesToExport" }) Assert.Empty((object[])values[list]!);
    }

    [Theory, MemberData(nameof(Names))]
    public void Cmdlet_Name_HasAnApprovedVerbAndASingularNoun(string name)
    {
        var cmdlet = Cmdlets.Get(name);

        Assert.Contains(cmdlet.Verb, ApprovedVerbs);
        Assert.StartsWith("EventLink", cmdlet.Noun, StringComparison.Ordinal);
        Assert.False(cmdlet.Noun.EndsWith('s'), $"{cmdlet.Noun} is no singular");
    }

    [Theory, MemberData(nameof(Names))]
    public void Cmdlet_Output_IsDeclaredAndVisibleToScripts(string name)
    {
        var types = Cmdlets.Get(name).OutputType.Select(output => output.Type).ToList();

        Assert.NotEmpty(types);
        // A plain true or false, as -Quiet gives it, is as visible.
        Assert.All(types.Where(type => type != typeof(bool)), type => Assert.True(type is { IsPublic: true } && type.Assembly == typeof(ToolVersion).Assembly, $"{type} is not a public type of Core"));
    }

    [Theory, MemberData(nameof(Names))]
    public void Cmdlet_ThatChangesSomething_SupportsShouldProcess(string name)
    {
        var cmdlet = Cmdlets.Get(name);
        if (!ChangingVerbs.Contains(cmdlet.Verb)) return;

        Assert.True(cmdlet.Attribute().SupportsShouldProcess);
        Assert.Contains("PlanOnly", cmdlet.Parameters.Keys);
    }

    [Theory, MemberData(nameof(Names))]
    public void Cmdlet_AfterWhichDataMayBeGone_HasHighImpactAndForce(string name)
    {
        var cmdlet = Cmdlets.Get(name);
        if (!DangerousVerbs.Contains(cmdlet.Verb)) return;

        Assert.Equal(ConfirmImpact.High, cmdlet.Attribute().ConfirmImpact);
        Assert.Contains("Force", cmdlet.Parameters.Keys);
    }

    [Theory, MemberData(nameof(Names))]
    public void Cmdlet_AfterWhichDataMayBeGone_IsNeverAimedByThePipeline(string name)
    {
        var cmdlet = Cmdlets.Get(name);
        if (!DangerousVerbs.Contains(cmdlet.Verb)) return;

        var aiming = cmdlet.OwnParameters().Where(parameter => parameter.Name is "Target" or "Database" or "ConnectionString" or "ProjectDirectory" or "Container" or "Credential" or "NewName");
        foreach (var set in aiming.SelectMany(parameter => parameter.ParameterSets.Values))
        {
            Assert.False(set.ValueFromPipeline);
            Assert.False(set.ValueFromPipelineByPropertyName);
        }

        Assert.DoesNotContain(cmdlet.OwnParameters().SelectMany(parameter => parameter.Aliases), alias => alias is "Target" or "Database");
    }

    [Theory, MemberData(nameof(Names))]
    public void Cmdlet_Parameters_AreSingularAndSwitchesAreOnlyMandatoryWhereTheyChoose(string name)
    {
        string[] wordsOnS = ["Jobs", "RetainDays"];
        foreach (var parameter in Cmdlets.Get(name).OwnParameters())
        {
            // A loss is one thing.
            Assert.True(!parameter.Name.EndsWith('s') || parameter.Name.EndsWith("ss", StringComparison.Ordinal) || wordsOnS.Contains(parameter.Name), $"-{parameter.Name} is no singular");
            // One that chooses its set of parameters must be; one that every set asks for could only say yes.
            var chooses = parameter.ParameterSets.Count < Cmdlets.Get(name).ParameterSets.Count && !parameter.ParameterSets.ContainsKey(ParameterAttribute.AllParameterSets);
            Assert.False(parameter.SwitchParameter && !chooses && parameter.ParameterSets.Values.Any(set => set.IsMandatory), $"-{parameter.Name} is a mandatory switch");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Cmdlet_DefaultParameterSet_ExistsWhereThereAreSeveral(string name)
    {
        var cmdlet = Cmdlets.Get(name);

        Assert.True(cmdlet.ParameterSets.Count == 1 || cmdlet.ParameterSets.Any(set => set.IsDefault));
    }

    [Theory, MemberData(nameof(Names))]
    public void Cmdlet_Output_IsAShortTextInAStringOrATable(string name)
    {
        // What the compiler makes of a record lists every property of it, in every column and message that shows one.
        foreach (var type in Cmdlets.Get(name).OutputType.Select(output => output.Type).Where(type => type != typeof(bool)))
            Assert.False(type.GetMethod(nameof(ToString), Type.EmptyTypes)!.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false), $"{type} has no text of its own");
    }

    [Theory, MemberData(nameof(Names))]
    public void Cmdlet_InPowerShell_HasAFileOfTests(string name)
    {
        var file = Path.Combine(SourceTree.Root, "tests", "Pester", $"{name}.Tests.ps1");

        Assert.True(File.Exists(file), $"{file} is missing");
        Assert.Contains($"Describe '{name}'", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Sources_OfCommands_StayShort()
    {
        var files = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src", "EventLinkDr.PowerShell", "Commands"), "*.cs", SearchOption.AllDirectories);

        Assert.All(files, file => Assert.True(File.ReadLines(file).Count() <= 160, $"{Path.GetFileName(file)} does more than bind, confirm, call and write"));
    }

    [Fact]
    public void Sources_OnlyTheCompositionRootNamesAdapters()
    {
        var naming = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src", "EventLinkDr.PowerShell"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Contains("EventLinkDr.Adapters;", StringComparison.Ordinal)).Select(Path.GetFileName);

        Assert.Equal(["CompositionRoot.cs"], naming);
    }
}
