namespace EventLinkDr.Operations.Recovery;

/// <summary>Which steps a recovery consists of.</summary>
internal static class RecoverySteps
{
    private static readonly RecoveryStepName[] All = Enum.GetValues<RecoveryStepName>();

    /// <param name="promotes">Whether a standby is promoted; otherwise a backup is restored.</param>
    public static IEnumerable<RecoveryStepName> Of(bool promotes) =>
        All.Where(name => promotes ? name is not (RecoveryStepName.FinalBackup or RecoveryStepName.Restore) : name != RecoveryStepName.Promote);

    /// <summary>The step that brings the data.</summary>
    public static RecoveryStepName Data(bool promotes) => promotes ? RecoveryStepName.Promote : RecoveryStepName.Restore;
}
