namespace EventLinkDr.Adapters.Age;

/// <summary>Which part of an age file does not hold; the names are those of the format's own test vectors.</summary>
internal enum AgeFault
{
    NoMatch,
    Header,
    Mac,
    Payload,
    Armor,
}
