namespace EventLinkDr.Adapters.Age;

/// <summary>Base64 without padding, canonical only (RFC 4648, sections 3.5 and 4); .NET's decoders let several texts stand for the same bytes.</summary>
internal static class RawBase64
{
    /// <summary>Encodes bytes that are no secret.</summary>
    public static string Encode(ReadOnlySpan<byte> data) => Convert.ToBase64String(data).TrimEnd('=');

    /// <summary>Length of the text that stands for so many bytes.</summary>
    public static int EncodedLength(int bytes) => (bytes * 8 + 5) / 6;

    /// <summary>Decodes a text; null when it is not the one text that stands for its bytes.</summary>
    public static byte[]? Decode(ReadOnlySpan<byte> text)
    {
        var data = new byte[text.Length * 6 / 8];
        return TryDecode(text, data) ? data : null;
    }

    /// <inheritdoc cref="Decode(ReadOnlySpan{byte})"/>
    public static byte[]? Decode(string text)
    {
        var ascii = new byte[text.Length];
        for (var i = 0; i < text.Length; i++) ascii[i] = text[i] < 128 ? (byte)text[i] : (byte)0;
        return Decode(ascii);
    }

    private static bool TryDecode(ReadOnlySpan<byte> text, Span<byte> data)
    {
        uint bits = 0;
        int count = 0, position = 0;
        foreach (var character in text)
        {
            var value = character switch
            {
                >= (byte)'A' and <= (byte)'Z' => character - 'A',
                >= (byte)'a' and <= (byte)'z' => character - 'a' + 26,
                >= (byte)'0' and <= (byte)'9' => character - '0' + 52,
                (byte)'+' => 62,
                (byte)'/' => 63,
                _ => -1,
            };
            if (value < 0) return false;
            bits = bits << 6 | (uint)value;
            count += 6;
            if (count < 8) continue;
            count -= 8;
            data[position++] = (byte)(bits >> count);
        }

        // A single left-over character stands for nothing, and left-over bits must be zero.
        return count < 6 && (bits & ((1u << count) - 1)) == 0;
    }
}
