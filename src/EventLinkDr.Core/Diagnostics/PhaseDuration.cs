namespace EventLinkDr.Diagnostics;

/// <summary>How long one phase took.</summary>
/// <param name="Name">Name of the phase, as reported while it ran.</param>
/// <param name="Duration">Time on the clock from its begin to its end.</param>
public sealed record PhaseDuration(string Name, TimeSpan Duration)
{
    /// <summary><c>copy 2.7 s</c>.</summary>
    public override string ToString() => $"{Name} {Readable.Duration(Duration)}";
}
