namespace EventLinkDr.Adapters.Age;

/// <summary>Words for what can be wrong with a payload.</summary>
internal static class PayloadFault
{
    public static string Altered(long chunk) => $"was altered in the 64 KiB from byte {chunk * PayloadKey.ChunkSize} of the content on";
}
