namespace EventLinkDr.Bench;

/// <summary>One run of one tool.</summary>
/// <param name="Wall">Seconds on the clock.</param>
/// <param name="Cpu">Seconds of processor time of the tool and its children; the server's are not among them.</param>
/// <param name="PeakMemory">Largest resident set of the tool and its children together, in bytes, sampled.</param>
/// <param name="Size">Bytes it wrote; 0 where that means nothing.</param>
internal sealed record Measurement(double Wall, double Cpu, long PeakMemory, long Size)
{
    /// <summary>Seconds of the phases a result tells of; empty where it was not asked.</summary>
    public IReadOnlyDictionary<string, double> Phases { get; init; } = new Dictionary<string, double>();
}
