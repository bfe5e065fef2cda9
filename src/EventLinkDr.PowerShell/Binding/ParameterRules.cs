using System.Collections;
using System.Management.Automation;
using System.Reflection;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.PowerShell.Binding;

/// <summary>
/// What a cmdlet says about parameters together. Sets of parameters would say the same, but every rule doubles their number, and with it the lines of
/// syntax that help shows. Asked before the pipeline begins, when only what stands on the command line is bound.
/// </summary>
internal static class ParameterRules
{
    /// <summary>The first rule that the command line breaks; null when it breaks none.</summary>
    public static DrException? BrokenBy(PSCmdlet cmdlet)
    {
        foreach (var rule in cmdlet.GetType().GetCustomAttributes<OnlyOneOfAttribute>(inherit: true))
        {
            var given = rule.Parameters.Where(name => IsGiven(cmdlet, name)).Select(name => "-" + name).ToList();
            if (rule.OrPipeline && cmdlet.MyInvocation.ExpectingInput) given.Add("what comes down the pipeline");
            if (given.Count > 1) return new DrException(ErrorTable.OptionsInvalid, $"{string.Join(" and ", given)} exclude each other");
        }

        foreach (var rule in cmdlet.GetType().GetCustomAttributes<NeedsAttribute>(inherit: true))
        {
            if (rule.Parameters.FirstOrDefault(name => IsGiven(cmdlet, name)) is not { } given || rule.Others.Any(cmdlet.MyInvocation.BoundParameters.ContainsKey)) continue;
            var others = string.Join(" or ", rule.Others.Select(name => "-" + name));
            return new DrException(ErrorTable.OptionsInvalid, $"-{given} means nothing without {others}") { Remedy = $"Leave it out, or give {others} too." };
        }

        return null;
    }

    /// <summary>Whether a parameter stands on the command line. A default that a session has for many commands is no mistake where it does not fit.</summary>
    public static bool IsGiven(PSCmdlet cmdlet, string name) =>
        cmdlet.MyInvocation.BoundParameters.TryGetValue(name, out var value) && value is not SwitchParameter { IsPresent: false } && !IsDefault(cmdlet, name);

    private static bool IsDefault(PSCmdlet cmdlet, string name) =>
        Bare.Value(cmdlet.GetVariableValue("PSDefaultParameterValues")) is IDictionary defaults
        && defaults.Keys.OfType<string>().Select(key => key.Split(':')).Any(key => key.Length == 2 && Fits(key[0], cmdlet.MyInvocation.MyCommand.Name) && Fits(key[1], name));

    private static bool Fits(string pattern, string name) => new WildcardPattern(pattern.Trim(), WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch(name);
}
