namespace EventLinkDr.Storage;

/// <summary>An object in a store.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Modified">When it was written (UTC).</param>
public sealed record StoredObject(string Name, long Length, DateTimeOffset Modified);
