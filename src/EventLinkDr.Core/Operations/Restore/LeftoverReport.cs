namespace EventLinkDr.Operations.Restore;

/// <summary>What interrupted commands left behind.</summary>
/// <param name="Databases">Half-made databases of ours; their runs are dead.</param>
/// <param name="Services">Services of ours that were stopped and not started again.</param>
/// <param name="Unknown">Databases whose names look like ours and that carry no mark: never touched.</param>
public sealed record LeftoverReport(IReadOnlyList<string> Databases, IReadOnlyList<string> Services, IReadOnlyList<string> Unknown)
{
    /// <summary>Nothing was left behind.</summary>
    public static LeftoverReport Empty { get; } = new([], [], []);

    /// <summary>Whether there is nothing to clean up.</summary>
    public bool IsClean => Databases.Count == 0 && Services.Count == 0;
}
