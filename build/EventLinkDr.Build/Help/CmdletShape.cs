using System.Reflection;

namespace EventLinkDr.Build.Help;

/// <summary>A cmdlet as its compiled class declares it. Read without running anything, so PowerShell need not be installed.</summary>
internal sealed record CmdletShape(string Name, string Verb, string Noun, bool ShouldProcess, string? DefaultSet, string? HelpUri, IReadOnlyList<ParameterShape> Parameters)
{
    /// <summary>Parameters that every set has are declared under this name.</summary>
    public const string AllSets = "__AllParameterSets";

    /// <summary>The sets, the default one first.</summary>
    public IReadOnlyList<string> Sets
    {
        get
        {
            var named = Parameters.SelectMany(parameter => parameter.Sets.Keys).Where(set => set != AllSets).Distinct(StringComparer.Ordinal);
            var all = DefaultSet is null ? named : named.Prepend(DefaultSet).Distinct(StringComparer.Ordinal);
            return all.Any() ? [.. all] : [AllSets];
        }
    }

    /// <summary>The cmdlets of an assembly.</summary>
    public static IReadOnlyList<CmdletShape> ReadAll(Assembly assembly) =>
        [.. assembly.GetExportedTypes().Where(type => !type.IsAbstract).Select(Read).OfType<CmdletShape>().OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];

    private static CmdletShape? Read(Type type)
    {
        var attribute = type.GetCustomAttributesData().FirstOrDefault(data => data.AttributeType.Name == "CmdletAttribute");
        if (attribute is null) return null;
        var verb = (string)attribute.ConstructorArguments[0].Value!;
        var noun = (string)attribute.ConstructorArguments[1].Value!;
        var parameters = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(ParameterShape.Read).OfType<ParameterShape>();
        return new CmdletShape($"{verb}-{noun}", verb, noun, Named(attribute, "SupportsShouldProcess") is true, Named(attribute, "DefaultParameterSetName") as string,
            Named(attribute, "HelpUri") as string, [.. parameters]);
    }

    internal static object? Named(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value;
}
