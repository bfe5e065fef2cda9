using EventLinkDr.Diagnostics;

namespace EventLinkDr.Adapters.Age;

/// <summary>An age file that cannot be opened or read, and which part of it is at fault.</summary>
internal sealed class AgeException(AgeFault fault, ErrorKind kind, string what, Exception? inner = null) : DrException(kind, what, inner)
{
    public AgeFault Fault => fault;

    public static AgeException Header(string what) => new(AgeFault.Header, ErrorTable.EncryptedDataCorrupt, $"the header of the encrypted file {what}");

    public static AgeException Payload(string what) => new(AgeFault.Payload, ErrorTable.EncryptedDataCorrupt, $"the encrypted data {what}");

    public static AgeException Armor(string what) => new(AgeFault.Armor, ErrorTable.EncryptedDataCorrupt, $"the armor round the encrypted file {what}");
}
