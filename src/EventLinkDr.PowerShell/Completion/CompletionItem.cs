using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace EventLinkDr.PowerShell.Completion;

/// <summary>Something to offer.</summary>
/// <param name="Value">What is typed for it, not yet quoted.</param>
/// <param name="Shown">What the list shows.</param>
/// <param name="Tip">What is said about it.</param>
/// <param name="IsCode">Whether it is an expression, which is not quoted.</param>
internal sealed partial record CompletionItem(string Value, string Shown, string Tip, bool IsCode = false)
{
    public CompletionResult ToResult() =>
        new(IsCode || SafeText().IsMatch(Value) ? Value : "'" + CodeGeneration.EscapeSingleQuotedStringContent(Value) + "'", Shown, CompletionResultType.ParameterValue, Tip);

    // Everything else means something to PowerShell somewhere.
    [GeneratedRegex(@"^[\p{L}\p{N}_./:\\~+-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex SafeText();
}
