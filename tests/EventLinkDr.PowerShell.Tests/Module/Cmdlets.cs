using System.Management.Automation;
using EventLinkDr.PowerShell.Loading;

namespace EventLinkDr.PowerShell.Tests.Module;

/// <summary>The cmdlets as PowerShell's own engine understands them.</summary>
internal static class Cmdlets
{
    private static readonly HashSet<string> Common = [.. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters];

    public static IReadOnlyList<CmdletInfo> All { get; } =
        [.. typeof(ModuleLifecycle).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(Cmdlet)))
            .Select(type => new CmdletInfo(NameOf(type), type)).OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];

    public static TheoryData<string> Names => [.. All.Select(cmdlet => cmdlet.Name)];

    public static CmdletInfo Get(string name) => All.Single(cmdlet => cmdlet.Name == name);

    public static CmdletAttribute Attribute(this CmdletInfo cmdlet) => (CmdletAttribute)cmdlet.ImplementingType.GetCustomAttributes(typeof(CmdletAttribute), inherit: false).Single();

    /// <summary>Without those that PowerShell adds.</summary>
    public static IEnumerable<ParameterMetadata> OwnParameters(this CmdletInfo cmdlet) => cmdlet.Parameters.Values.Where(parameter => !Common.Contains(parameter.Name));

    private static string NameOf(Type type)
    {
        var attribute = (CmdletAttribute)type.GetCustomAttributes(typeof(CmdletAttribute), inherit: false).Single();
        return $"{attribute.VerbName}-{attribute.NounName}";
    }
}
