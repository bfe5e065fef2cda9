namespace EventLinkDr.Model;

/// <summary>What a step of a plan does to the system.</summary>
public enum PlanEffect
{
    /// <summary>Reads only.</summary>
    Read,
    /// <summary>Leaves something as it is that could have been removed.</summary>
    Keep,
    /// <summary>Makes something new.</summary>
    Create,
    /// <summary>Puts data in.</summary>
    Load,
    /// <summary>Compares.</summary>
    Prove,
    /// <summary>Gives something another name.</summary>
    Rename,
    /// <summary>Changes a setting.</summary>
    Alter,
    /// <summary>Stops a service or ends sessions.</summary>
    Stop,
    /// <summary>Starts a service.</summary>
    Start,
    /// <summary>Deletes.</summary>
    Drop,
}
