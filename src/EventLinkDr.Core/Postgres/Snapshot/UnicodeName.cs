using System.Text;

namespace EventLinkDr.Postgres.Snapshot;

/// <summary>Names as people and manifests have them.</summary>
internal static class UnicodeName
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads UTF-8; in a database without an encoding (SQL_ASCII) a name can be any bytes, and then each stands for itself.</summary>
    public static string Of(byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
