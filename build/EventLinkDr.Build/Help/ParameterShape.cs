using System.Reflection;

namespace EventLinkDr.Build.Help;

/// <summary>A parameter and the sets it belongs to.</summary>
internal sealed record ParameterShape(string Name, Type Type, IReadOnlyList<string> Aliases, bool Wildcards, IReadOnlyList<string> Values,
    IReadOnlyDictionary<string, ParameterInSet> Sets)
{
    public bool IsSwitch => Type.Name == "SwitchParameter";

    /// <summary>The name as PowerShell writes it: <c>string[]</c>, <c>int</c>, <c>EventLinkTarget</c>.</summary>
    public string TypeName => NameOf(Type);

    /// <summary>How it takes part in a set; null when it does not.</summary>
    public ParameterInSet? In(string set) => Sets.GetValueOrDefault(set) ?? Sets.GetValueOrDefault(CmdletShape.AllSets);

    public static ParameterShape? Read(PropertyInfo property)
    {
        var attributes = property.GetCustomAttributesData();
        var sets = attributes.Where(data => data.AttributeType.Name == "ParameterAttribute").ToList();
        if (sets.Count == 0) return null;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var element = type.IsArray ? type.GetElementType()! : type;
        var allowed = attributes.FirstOrDefault(data => data.AttributeType.Name == "ValidateSetAttribute");
        return new ParameterShape(property.Name, type,
            [.. attributes.Where(data => data.AttributeType.Name == "AliasAttribute").SelectMany(Texts)],
            attributes.Any(data => data.AttributeType.Name == "SupportsWildcardsAttribute"),
            allowed is not null ? [.. Texts(allowed)] : element.IsEnum ? Enum.GetNames(element) : [],
            sets.ToDictionary(data => CmdletShape.Named(data, "ParameterSetName") as string ?? CmdletShape.AllSets, ParameterInSet.Read, StringComparer.Ordinal));
    }

    private static IEnumerable<string> Texts(CustomAttributeData attribute) =>
        ((IEnumerable<CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!).Select(value => (string)value.Value!);

    private static string NameOf(Type type) => type switch
    {
        { IsArray: true } => NameOf(type.GetElementType()!) + "[]",
        { FullName: "System.String" } => "string",
        { FullName: "System.Int32" } => "int",
        { FullName: "System.Int64" } => "long",
        { FullName: "System.Boolean" } => "bool",
        { FullName: "System.Object" } => "object",
        _ => type.Name,
    };
}
