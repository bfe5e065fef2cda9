namespace EventLinkDr.Operations.Schema;

/// <summary>How a schema revision stands to the revisions of the code.</summary>
public enum SchemaRelation
{
    /// <summary>One of the two is not known.</summary>
    Unknown,
    /// <summary>It is the code's head.</summary>
    Same,
    /// <summary>The code knows it and has migrations that lead on from it.</summary>
    DatabaseBehind,
    /// <summary>The code does not know it, and its number is higher than the code's head: newer code made it.</summary>
    DatabaseAhead,
    /// <summary>The code does not know it, and nothing says that newer code made it: another branch.</summary>
    Diverged,
}
