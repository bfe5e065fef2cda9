namespace EventLinkDr.Adapters.Stores;

/// <summary>A part of an object that was fetched, and how long the whole is.</summary>
internal readonly record struct ObjectRange(ReadOnlyMemory<byte> Data, long ObjectLength);
