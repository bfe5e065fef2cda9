using EventLinkDr.Model;

namespace EventLinkDr.Operations.Copy;

/// <summary>One backup of a copy.</summary>
/// <param name="Source">The backup.</param>
/// <param name="Name">Name of its data file at the destination.</param>
/// <param name="Action">What is done about it.</param>
/// <param name="Existing">What is there of it; null when nothing is.</param>
public sealed record CopyItem(BackupSet Source, string Name, CopyAction Action, BackupSet? Existing)
{
    /// <summary>The name, and what is done.</summary>
    public override string ToString() => $"{Name}: {Action}";
}
