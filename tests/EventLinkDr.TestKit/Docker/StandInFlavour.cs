namespace EventLinkDr.TestKit.Docker;

/// <summary>Which of the two official images a stand-in resembles in its tools.</summary>
public enum StandInFlavour
{
    /// <summary>BusyBox: <c>sh</c> and <c>nc</c>, no bash.</summary>
    Alpine,
    /// <summary>bash, no <c>nc</c>.</summary>
    Debian,
}
