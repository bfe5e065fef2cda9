namespace EventLinkDr.Build.Help;

/// <summary>Parameters that PowerShell adds to a cmdlet that changes something.</summary>
internal static class CommonParameters
{
    public static IReadOnlyList<(ParameterShape Shape, HelpParameter Help)> ShouldProcess { get; } =
    [
        (Switch("Confirm", "cf"), new HelpParameter("Confirm", ["Asks before anything is changed; -Confirm:$false never asks."], null)),
        (Switch("WhatIf", "wi"), new HelpParameter("WhatIf", ["Prints the whole plan and changes nothing."], null)),
    ];

    private static ParameterShape Switch(string name, string alias) => new(name, typeof(SwitchParameter), [alias], Wildcards: false, [],
        new Dictionary<string, ParameterInSet> { [CmdletShape.AllSets] = new(Mandatory: false, Position: null, ByValue: false, ByPropertyName: false) });

    // Only its name is shown.
    private sealed class SwitchParameter;
}
