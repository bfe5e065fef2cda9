using EventLinkDr.Diagnostics;

namespace EventLinkDr.Operations.Recovery;

/// <summary>What an unfinished recovery works with.</summary>
/// <param name="Backup">Full path or address of the backup it restores; null when it promotes.</param>
/// <param name="Standby">The standby it promotes, as it was named; null when it restores, or where the journal does not keep the name.</param>
public sealed record UnfinishedRecovery(string? Backup, string? Standby)
{
    /// <summary>Whether it promotes a standby.</summary>
    public bool Promotes => Backup is null;

    /// <summary>The standby, to go on without its being named again.</summary>
    /// <exception cref="DrException"><c>OptionsInvalid</c>: it was named by a connection string, which no journal keeps.</exception>
    public string RequireStandby() => Standby
        ?? throw new DrException(ErrorTable.OptionsInvalid, "the unfinished recovery promotes a standby that was named by a connection string, and no journal keeps those") { Remedy = "Name it again: -Standby." };
}
