namespace EventLinkDr.Cli.Output;

/// <summary>How much is told.</summary>
internal enum Verbosity
{
    /// <summary>Errors and warnings.</summary>
    Quiet,
    /// <summary>Milestones and the result too.</summary>
    Normal,
    /// <summary>Decisions and phases too.</summary>
    Verbose,
}
