using System.Globalization;
using System.Text;
using EventLinkDr.Model;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>A plan as a person reads it before they say yes.</summary>
internal static class PlanText
{
    private static readonly int EffectWidth = Enum.GetNames<PlanEffect>().Max(name => name.Length);

    public static string Of(EventLinkPlan plan)
    {
        var text = new StringBuilder($"{plan.Operation} ({plan.Subject})");
        var number = 0;
        foreach (var step in plan.Steps)
            text.Append(CultureInfo.InvariantCulture, $"{Environment.NewLine}  {++number,2}. {step.Effect.ToString().PadRight(EffectWidth)}  {step.Description}");
        foreach (var note in plan.Notes)
            text.Append(CultureInfo.InvariantCulture, $"{Environment.NewLine}    - {note}");
        return text.ToString();
    }
}
