using System.Globalization;
using System.Text;

namespace EventLinkDr.Model;

/// <summary>A plan as a person reads it before they say yes.</summary>
public static class PlanText
{
    private static readonly int EffectWidth = Enum.GetNames<PlanEffect>().Max(name => name.Length);

    /// <summary>The operation, its steps and its notes, one a line.</summary>
    public static string Of(EventLinkPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = new StringBuilder($"{plan.Operation} ({plan.Subject})");
        var number = 0;
        foreach (var step in plan.Steps)
            text.Append(CultureInfo.InvariantCulture, $"{Environment.NewLine}  {++number,2}. {step.Effect.ToString().PadRight(EffectWidth)}  {step.Description}");
        foreach (var note in plan.Notes)
            text.Append(CultureInfo.InvariantCulture, $"{Environment.NewLine}    - {note}");
        return text.ToString();
    }
}
