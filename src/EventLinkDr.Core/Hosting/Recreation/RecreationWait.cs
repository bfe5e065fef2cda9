namespace EventLinkDr.Hosting.Recreation;

/// <summary>What is demanded of a new container before the old one is given up.</summary>
internal enum RecreationWait
{
    /// <summary>It must become healthy where the old one was; otherwise the old one is put back.</summary>
    UntilAsGood,

    /// <summary>Nothing: what it needs is away, so that neither the old nor the new one can be healthy.</summary>
    None,

    /// <summary>It is not even started: its service is held stopped, and whoever holds it starts it.</summary>
    NotStarted,
}
