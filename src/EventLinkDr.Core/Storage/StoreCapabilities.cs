namespace EventLinkDr.Storage;

/// <summary>What a store can promise.</summary>
/// <param name="NeverReplaces">Whether the store itself refuses to replace an object; where it does not, two writers at the same instant may.</param>
/// <param name="Retains">Whether objects can be kept from deletion until a date.</param>
public sealed record StoreCapabilities(bool NeverReplaces, bool Retains);
