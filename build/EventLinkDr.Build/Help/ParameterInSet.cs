using System.Reflection;

namespace EventLinkDr.Build.Help;

/// <summary>How a parameter takes part in one parameter set.</summary>
internal sealed record ParameterInSet(bool Mandatory, int? Position, bool ByValue, bool ByPropertyName)
{
    /// <summary>As MAML says it.</summary>
    public string Pipeline => (ByValue, ByPropertyName) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    public static ParameterInSet Read(CustomAttributeData attribute) => new(
        CmdletShape.Named(attribute, "Mandatory") is true,
        CmdletShape.Named(attribute, "Position") is int position and >= 0 ? position : null,
        CmdletShape.Named(attribute, "ValueFromPipeline") is true,
        CmdletShape.Named(attribute, "ValueFromPipelineByPropertyName") is true);
}
