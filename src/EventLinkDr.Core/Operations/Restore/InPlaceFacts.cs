namespace EventLinkDr.Operations.Restore;

/// <summary>What of a database decides whether it can be replaced in place.</summary>
/// <param name="Foreign">What lives outside the schema <c>public</c>, each in a few words.</param>
/// <param name="Objects">Objects that go with the schema: each takes a lock.</param>
/// <param name="Relations">Tables, indexes and sequences among them: their successors take locks too.</param>
/// <param name="LockLimit">Locks that the server has room for.</param>
/// <param name="MayReplaceSchema">Whether the user may drop and create the schema.</param>
internal sealed record InPlaceFacts(IReadOnlyList<string> Foreign, long Objects, long Relations, long LockLimit, bool MayReplaceSchema);
