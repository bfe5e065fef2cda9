namespace EventLinkDr.Model;

/// <summary>Where the description of a target came from.</summary>
public enum TargetSource
{
    /// <summary>Given by the caller.</summary>
    Explicit,
    /// <summary>The <c>PG*</c> variables, as libpq reads them.</summary>
    Environment,
    /// <summary>A compose project: its <c>.env</c> and its containers.</summary>
    ComposeProject,
}
