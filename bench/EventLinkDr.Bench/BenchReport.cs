using System.Globalization;
using System.Text;

namespace EventLinkDr.Bench;

/// <summary>Everything that was measured, as Markdown: targets first, then a table for each contest.</summary>
internal sealed class BenchReport
{
    private readonly List<HeldContest> _held = [];

    /// <summary>What it was measured on.</summary>
    public string Setting { get; set; } = "";

    public IReadOnlyList<HeldContest> Held => _held;

    public void Add(HeldContest contest) => _held.Add(contest);

    public override string ToString()
    {
        var text = new StringBuilder();
        if (Setting.Length > 0) text.Append(Setting).Append("\n\n");
        AppendTargets(text);
        foreach (var section in _held.GroupBy(contest => contest.Section))
        {
            text.Append(CultureInfo.InvariantCulture, $"## {section.Key}\n\n");
            foreach (var contest in section)
            {
                text.Append(BenchTable.Write(contest.Title, contest.Results));
                AppendPhases(text, contest.Results[0]);
                if (contest.Note is not null) text.Append(contest.Note).Append("\n\n");
            }
        }

        return text.ToString();
    }

    private void AppendTargets(StringBuilder text)
    {
        text.Append("## Targets\n\n| what | at | limit | measured | |\n|---|---|---:|---:|---|\n");
        foreach (var (target, contest) in from target in Target.All from contest in _held where contest.Title.StartsWith(target.Contest, StringComparison.Ordinal) select (target, contest))
        {
            var figure = target.Measure(contest.Results);
            var at = contest.Megabytes is { } megabytes ? string.Create(CultureInfo.InvariantCulture, $"{megabytes:0} MB") : "";
            text.Append(CultureInfo.InvariantCulture, $"| {target.What} | {at} | {target.Show(target.Limit)} | {target.Show(figure)} | {(figure <= target.Limit ? "met" : "**missed**")} |\n");
        }

        text.Append('\n');
    }

    private static void AppendPhases(StringBuilder text, ContestResult ours)
    {
        if (!ours.Phases.Any()) return;
        text.Append("Phases of ours: ").AppendJoin(", ", ours.Phases.Select(name => string.Create(CultureInfo.InvariantCulture, $"{name} {ours.Phase(name):0.00} s"))).Append(".\n\n");
    }
}
