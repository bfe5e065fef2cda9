namespace EventLinkDr.Operations.Reporting;

/// <summary>
/// Places moments on a line from 0 to 1. Long stretches in which nothing was done (an interrupted run) are drawn short, or they would hide the rest.
/// </summary>
internal sealed class TimeScale
{
    private readonly List<(TimeSpan From, TimeSpan To, double At, double Width)> _parts = [];

    public TimeScale(IEnumerable<ReportStep> steps)
    {
        var busy = Merge(steps);
        var active = busy.Sum(part => (part.To - part.From).TotalSeconds);
        var shortest = Math.Max(active * 0.1, 0.001);
        var parts = new List<(TimeSpan From, TimeSpan To, double Length, bool Cut)>();
        for (var i = 0; i < busy.Count; i++)
        {
            if (i > 0 && busy[i].From > busy[i - 1].To)
            {
                var idle = (busy[i].From - busy[i - 1].To).TotalSeconds;
                parts.Add((busy[i - 1].To, busy[i].From, Math.Min(idle, shortest), idle > shortest * 2));
            }

            parts.Add((busy[i].From, busy[i].To, (busy[i].To - busy[i].From).TotalSeconds, false));
        }

        var total = Math.Max(parts.Sum(part => part.Length), 0.001);
        var at = 0.0;
        foreach (var (from, to, length, cut) in parts)
        {
            _parts.Add((from, to, at / total, length / total));
            if (cut) Cuts = [.. Cuts, (at / total, length / total, to - from)];
            at += length;
        }

        End = busy.Count == 0 ? TimeSpan.Zero : busy[^1].To;
    }

    /// <summary>End of the last step.</summary>
    public TimeSpan End { get; }

    /// <summary>The stretches that are drawn short: where, how wide, how long they were.</summary>
    public IReadOnlyList<(double At, double Width, TimeSpan Length)> Cuts { get; private set; } = [];

    public double Place(TimeSpan time)
    {
        foreach (var (from, to, at, width) in _parts)
            if (time <= to) return time <= from || to == from ? at : at + width * ((time - from) / (to - from));
        return 1;
    }

    /// <summary>The moment at a place.</summary>
    public TimeSpan At(double place)
    {
        foreach (var (from, to, at, width) in _parts)
            if (place <= at + width) return width <= 0 ? from : from + (to - from) * Math.Max(0, (place - at) / width);
        return End;
    }

    private static List<(TimeSpan From, TimeSpan To)> Merge(IEnumerable<ReportStep> steps)
    {
        var merged = new List<(TimeSpan From, TimeSpan To)>();
        foreach (var step in steps.Where(step => step is { Start: not null, Duration: not null }).OrderBy(step => step.Start))
        {
            var (from, to) = (step.Start!.Value, step.Start.Value + step.Duration!.Value);
            if (merged.Count > 0 && from <= merged[^1].To) merged[^1] = (merged[^1].From, to > merged[^1].To ? to : merged[^1].To);
            else merged.Add((from, to));
        }

        return merged;
    }
}
