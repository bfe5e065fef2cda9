using System.Reflection;
using EventLinkDr.Adapters;

namespace EventLinkDr.Core.Tests.Architecture;

/// <summary>The dependency rules: PowerShell → Core ← Adapters, and the order of namespaces inside Core.</summary>
public sealed class ArchitectureTests
{
    private static readonly Assembly Core = typeof(ToolVersion).Assembly;

    /// <summary>Namespaces of Core, the lowest first; one may use its own layer and those below.</summary>
    private static readonly string[][] Layers = [["Model", "Diagnostics"], ["Storage", "Streams"], ["Catalog", "Postgres", "Hosting"], ["Operations"]];

    [Fact]
    public void Core_ReferencesNothingButDotNet()
    {
        foreach (var reference in Core.GetReferencedAssemblies())
            Assert.True(reference.Name!.StartsWith("System.", StringComparison.Ordinal) && !reference.Name.StartsWith("System.Management.Automation", StringComparison.Ordinal), reference.Name);
    }

    [Fact]
    public void Core_NamespacesUseOnlyWhatIsBelowThem()
    {
        var wrong = from type in Core.GetTypes()
                    let layer = LayerOf(type)
                    where layer is not null
                    from used in TypeReferences.Of(type)
                    where used.Assembly == Core && LayerOf(used) > layer
                    select $"{type.FullName} uses {used.FullName}";
        Assert.Empty(wrong.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Core_EveryNamespaceHasALayer() =>
        Assert.Empty(Core.GetTypes().Where(type => type.Namespace?.StartsWith("EventLinkDr.", StringComparison.Ordinal) == true && LayerOf(type) is null).Select(type => type.FullName));

    [Fact]
    public void Adapters_ShowsOneTypeAndNoPackage()
    {
        Assert.Equal([typeof(AdapterFactory)], typeof(AdapterFactory).Assembly.GetExportedTypes());
        var signatures = typeof(AdapterFactory).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .SelectMany(member => member switch
            {
                MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
                ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
                PropertyInfo property => [property.PropertyType],
                _ => [],
            });
        Assert.All(signatures, type => Assert.True(type.Assembly == Core || type.Assembly.GetName().Name!.StartsWith("System.", StringComparison.Ordinal), type.FullName));
    }

    [Theory]
    [InlineData("EventLinkDr.PowerShell")]
    [InlineData("EventLinkDr.Cli")]
    public void FrontEnds_NameAdaptersInOnePlace(string project)
    {
        var naming = SourceTree.Sources(project).Where(file => File.ReadLines(file).Any(line => line.StartsWith("using EventLinkDr.Adapters", StringComparison.Ordinal)
            || line.Contains(" EventLinkDr.Adapters.", StringComparison.Ordinal) || line.Contains("(EventLinkDr.Adapters.", StringComparison.Ordinal)));
        Assert.Equal(["CompositionRoot.cs"], naming.Select(Path.GetFileName));
    }

    [Fact]
    public void TypeReferences_SeeTheBodiesOfMethods()
    {
        var used = TypeReferences.Of(typeof(Example));
        Assert.Contains(typeof(System.Text.StringBuilder), used);
        Assert.Contains(typeof(List<>), used);
        Assert.Contains(typeof(Version), used);
    }

    private static int? LayerOf(Type type)
    {
        const string Prefix = "EventLinkDr.";
        if (type.Namespace is not { } name || !name.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var first = name[Prefix.Length..].Split('.')[0];
        var layer = Array.FindIndex(Layers, names => names.Contains(first));
        return layer < 0 ? null : layer;
    }

    private static class Example
    {
        public static string Run() => new System.Text.StringBuilder().Append(new List<Version>().Count).ToString();
    }
}
