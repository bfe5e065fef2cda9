namespace EventLinkDr.Bench;

/// <summary>The runs of one tool.</summary>
internal sealed record ContestResult(string Name, IReadOnlyList<Measurement> Runs)
{
    public double Wall => Median(run => run.Wall);

    public double Cpu => Median(run => run.Cpu);

    public double PeakMemory => Median(run => run.PeakMemory);

    public double Size => Median(run => run.Size);

    /// <summary>Names of the phases its runs told of, in their order.</summary>
    public IEnumerable<string> Phases => Runs[^1].Phases.Keys;

    /// <summary>Seconds of a phase; 0 when a run had none.</summary>
    public double Phase(string name) => Median(run => run.Phases.GetValueOrDefault(name));

    /// <summary>Median of the ratios round by round: what both ran into in the same round cancels out.</summary>
    public double RatioTo(ContestResult other) => MedianOf(Runs.Zip(other.Runs, (mine, theirs) => mine.Wall / theirs.Wall));

    private double Median(Func<Measurement, double> value) => MedianOf(Runs.Select(value));

    private static double MedianOf(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
