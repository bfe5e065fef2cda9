namespace EventLinkDr.Model;

/// <summary>Verdict of one check.</summary>
public enum HealthStatus
{
    /// <summary>As it should be.</summary>
    Pass,
    /// <summary>Not looked at, and the detail says why.</summary>
    Skip,
    /// <summary>Works, but somebody should look.</summary>
    Warn,
    /// <summary>Not as it should be.</summary>
    Fail,
}
