namespace EventLinkDr.Model;

/// <summary>What reading back showed.</summary>
public enum ProofOutcome
{
    /// <summary>Rows and digest are those of the backup.</summary>
    Proven,
    /// <summary>The rows are as many, the digest differs, and the server is of another major version, which may print values in another way.</summary>
    RowsOnly,
    /// <summary>There is no reference: a foreign dump. Rows present are the rows sent.</summary>
    Unproven,
    /// <summary>What is there is not what the backup holds.</summary>
    Failed,
}
