namespace EventLinkDr.Operations.Replication;

/// <summary>A database whose read-only default is ours.</summary>
/// <param name="Name">The database.</param>
/// <param name="Former">The default it had; null for none of its own.</param>
internal sealed record FencedDatabase(string Name, string? Former);
