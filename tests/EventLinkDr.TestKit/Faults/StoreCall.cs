namespace EventLinkDr.TestKit.Faults;

/// <summary>A call to a <see cref="FaultyStore"/>.</summary>
/// <param name="Operation">Name of the method of the store without <c>Async</c>, or <c>Read</c>, <c>Write</c>, <c>Commit</c>.</param>
/// <param name="Name">Name of the object; empty for a list.</param>
/// <param name="Position">Offset in the object, for <c>Read</c> and <c>Write</c>.</param>
/// <param name="Number">How many calls of this operation came before.</param>
public sealed record StoreCall(string Operation, string Name, long Position, int Number);
