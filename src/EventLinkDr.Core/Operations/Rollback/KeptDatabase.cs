namespace EventLinkDr.Operations.Rollback;

/// <summary>A database that a restore or an undo replaced and kept.</summary>
public sealed record KeptDatabase
{
    /// <summary>Its name now: <c>eventlink_before_20261123t074500z</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The name it had, and gets back by an undo.</summary>
    public required string Database { get; init; }

    /// <summary>When it was replaced, by the server's clock (UTC).</summary>
    public required DateTimeOffset Replaced { get; init; }

    /// <summary>Bytes on disk; null where the user may not know.</summary>
    public long? Size { get; init; }

    /// <summary>Sessions connected to it.</summary>
    public int Sessions { get; init; }

    /// <summary>OID; the database is only touched while this is its own.</summary>
    public required uint Oid { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
