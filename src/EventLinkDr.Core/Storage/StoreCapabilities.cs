namespace EventLinkDr.Storage;

/// <summary>What a store can promise.</summary>
/// <param name="NeverReplaces">Whether the store itself refuses to replace an object; where it does not, two writers at the same instant may.</param>
/// <param name="Retains">Whether objects can be kept from deletion until a date.</param>
public sealed record StoreCapabilities(bool NeverReplaces, bool Retains)
{
    /// <summary>Whether a name is taken from the moment its object is begun, and not only when it is committed.</summary>
    public bool HoldsNames { get; init; }
}
