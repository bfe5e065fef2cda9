using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using System.Xml.Linq;
using EventLinkDr.PowerShell.Formatting;

namespace EventLinkDr.PowerShell.Tests.Module;

public sealed class FormatTests
{
    private static readonly XElement[] Views = [.. SourceTree.Formats.SelectMany(file => XDocument.Load(file).Descendants("View"))];

    [Fact]
    public void Files_OfViews_AreAllListedInTheManifest()
    {
        var source = Path.Combine(SourceTree.Root, "src", "EventLinkDr.PowerShell");
        var manifest = (HashtableAst)Parser.ParseFile(SourceTree.Manifest, out _, out _).Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false);
        var listed = (object[])((System.Collections.Hashtable)manifest.SafeGetValue())["FormatsToProcess"]!;

        Assert.Equal(SourceTree.Formats.Select(file => Path.GetRelativePath(source, file).Replace('\\', '/')).Order(), listed.Cast<string>().Order());
    }

    [Fact]
    public void Views_Names_AreUnique()
    {
        var names = Views.Select(view => view.Element("Name")!.Value).ToList();

        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public void Views_OfTables_HaveAtMostSixColumns() =>
        Assert.All(Views.Where(view => view.Element("TableControl") is not null), view => Assert.InRange(view.Descendants("TableColumnHeader").Count(), 1, 6));

    [Fact]
    public void Views_OfTables_HaveAHeaderForEachItem() =>
        Assert.All(Views.Where(view => view.Element("TableControl") is not null),
            view => Assert.Equal(view.Descendants("TableColumnHeader").Count(), view.Descendants("TableColumnItem").Count()));

    [Fact]
    public void Views_Types_ArePublicTypesOfCore() =>
        Assert.All(Views, view => Assert.True(TypeOf(view).IsPublic));

    [Fact]
    public void Views_EveryOutput_HasATableAndAList()
    {
        var outputs = Cmdlets.All.SelectMany(cmdlet => cmdlet.OutputType).Select(output => output.Type).Where(type => type != typeof(bool)).Distinct();

        foreach (var control in new[] { "TableControl", "ListControl" })
        {
            var shown = Views.Where(view => view.Element(control) is not null).Select(TypeOf).ToList();
            Assert.All(outputs, output => Assert.True(shown.Any(type => type.IsAssignableFrom(output)), $"{output} has no {control}"));
        }
    }

    [Fact]
    public void Views_Properties_Exist()
    {
        foreach (var view in Views)
        {
            var type = TypeOf(view);
            foreach (var name in view.Descendants("PropertyName").Select(item => item.Value)) Assert.NotNull(type.GetProperty(name));
            foreach (var text in view.Descendants("ScriptBlock").Select(item => item.Value)) AssertScript(type, text);
        }
    }

    [Fact]
    public void Views_OfLists_ShowEveryProperty()
    {
        foreach (var view in Views.Where(view => view.Element("ListControl") is not null))
        {
            var type = TypeOf(view);
            var shown = view.Descendants("ListItem").Select(item => item.Element("Label")?.Value ?? item.Element("PropertyName")!.Value).ToHashSet();
            Assert.All(type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly), property => Assert.Contains(property.Name, shown));
        }
    }

    /// <summary>Every <c>$_.X.Y</c> and every method of the view's class must exist: a script in a view fails without a word.</summary>
    private static void AssertScript(Type type, string text)
    {
        var script = Parser.ParseInput(text, out _, out var errors);
        Assert.Empty(errors);
        foreach (var call in script.FindAll(ast => ast is InvokeMemberExpressionAst { Static: true }, searchNestedScriptBlocks: true).Cast<InvokeMemberExpressionAst>())
        {
            Assert.Equal(typeof(View).FullName, ((TypeExpressionAst)call.Expression).TypeName.FullName);
            Assert.NotNull(typeof(View).GetMethod(call.Member.ToString()));
        }

        foreach (var member in script.FindAll(ast => ast is MemberExpressionAst { Static: false }, searchNestedScriptBlocks: true).Cast<MemberExpressionAst>())
            if (PropertyOf(type, member) is { } missing) Assert.Fail($"{type.Name} has no {missing}");
    }

    private static string? PropertyOf(Type root, MemberExpressionAst member)
    {
        var names = new Stack<string>();
        ExpressionAst current = member;
        for (; current is MemberExpressionAst { Static: false } step; current = step.Expression) names.Push(step.Member.ToString());
        if (current is not VariableExpressionAst { VariablePath.UserPath: "_" }) return null;
        Type? type = root;
        foreach (var name in names)
        {
            type = type.GetProperty(name)?.PropertyType ?? type.GetInterfaces().Select(part => part.GetProperty(name)).FirstOrDefault(property => property is not null)?.PropertyType;
            if (type is null) return string.Join('.', names);
        }

        return null;
    }

    private static Type TypeOf(XElement view)
    {
        var name = view.Element("ViewSelectedBy")!.Element("TypeName")!.Value;
        return typeof(ToolVersion).Assembly.GetType(name) ?? throw new PSArgumentException($"There is no type {name}.");
    }
}
