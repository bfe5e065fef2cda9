namespace EventLinkDr.Model;

/// <summary>The large objects of a backup.</summary>
/// <param name="Count">How many there are, empty ones included.</param>
/// <param name="Bytes">Their content in bytes.</param>
/// <param name="Digest">Order-independent digest over each object's id and content: 32 hexadecimal digits.</param>
public sealed record BackupLargeObjects(long Count, long Bytes, string Digest);
