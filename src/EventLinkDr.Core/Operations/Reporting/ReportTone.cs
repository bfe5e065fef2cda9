namespace EventLinkDr.Operations.Reporting;

/// <summary>How something is to be taken; shown by a sign and a colour, never by the colour alone.</summary>
internal enum ReportTone
{
    /// <summary>Neither good nor bad.</summary>
    Plain,
    /// <summary>As it should be.</summary>
    Good,
    /// <summary>Somebody should look.</summary>
    Warn,
    /// <summary>Not as it should be.</summary>
    Bad,
}
