using System.Security.Cryptography;

namespace EventLinkDr.Adapters.Age.Primitives;

/// <summary>The text encoding Bech32 (BIP 173), without its limit on length, which age lifts.</summary>
internal static class Bech32
{
    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";

    private const int ChecksumLength = 6;

    /// <summary>Encodes bytes under a prefix of lower-case letters; the caller raises the result to upper case where that is wanted.</summary>
    /// <returns>Pinned characters, since they may be a secret.</returns>
    public static char[] Encode(string prefix, ReadOnlySpan<byte> data)
    {
        var groups = (data.Length * 8 + 4) / 5;
        var text = GC.AllocateArray<char>(prefix.Length + 1 + groups + ChecksumLength, pinned: true);
        prefix.CopyTo(text);
        text[prefix.Length] = '1';
        var position = prefix.Length + 1;
        var checksum = Start(prefix);
        uint bits = 0;
        var count = 0;
        foreach (var value in data)
        {
            bits = bits << 8 | value;
            for (count += 8; count >= 5; count -= 5) Put((int)(bits >> (count - 5) & 31));
        }

        if (count > 0) Put((int)(bits << (5 - count) & 31));
        for (var i = 0; i < ChecksumLength; i++) checksum = Step(checksum, 0);
        checksum ^= 1;
        for (var i = 0; i < ChecksumLength; i++) text[position++] = Alphabet[(int)(checksum >> (5 * (5 - i)) & 31)];
        return text;

        void Put(int group)
        {
            checksum = Step(checksum, group);
            text[position++] = Alphabet[group];
        }
    }

    /// <summary>Decodes a text.</summary>
    /// <param name="text">All upper case or all lower case.</param>
    /// <param name="prefix">What stands before the separator, in lower case.</param>
    /// <param name="data">The bytes, in a pinned array that the caller wipes.</param>
    /// <returns>Whether the text is well-formed and its checksum holds.</returns>
    public static bool TryDecode(ReadOnlySpan<char> text, out string prefix, out byte[] data)
    {
        prefix = "";
        data = [];
        var separator = text.LastIndexOf('1');
        if (separator < 1 || text.Length - separator - 1 < ChecksumLength || !IsOneCase(text)) return false;
        prefix = text[..separator].ToString().ToLowerInvariant();
        var groups = text[(separator + 1)..];
        var bytes = GC.AllocateArray<byte>((groups.Length - ChecksumLength) * 5 / 8, pinned: true);
        if (!TryUnpack(groups, Start(prefix), bytes))
        {
            CryptographicOperations.ZeroMemory(bytes);
            return false;
        }

        data = bytes;
        return true;
    }

    private static bool TryUnpack(ReadOnlySpan<char> groups, uint checksum, Span<byte> bytes)
    {
        uint bits = 0;
        int count = 0, position = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            var value = Alphabet.IndexOf((char)(groups[i] | 0x20), StringComparison.Ordinal);
            if (value < 0 || !char.IsAsciiLetterOrDigit(groups[i])) return false;
            checksum = Step(checksum, value);
            if (i >= groups.Length - ChecksumLength) continue;
            bits = bits << 5 | (uint)value;
            count += 5;
            if (count < 8) continue;
            count -= 8;
            bytes[position++] = (byte)(bits >> count);
        }

        // What is left over must be less than a group, and zero.
        return checksum == 1 && count < 5 && (bits & ((1u << count) - 1)) == 0;
    }

    private static bool IsOneCase(ReadOnlySpan<char> text)
    {
        bool upper = false, lower = false;
        foreach (var character in text)
        {
            if (character is < '!' or > '~') return false;
            upper |= char.IsAsciiLetterUpper(character);
            lower |= char.IsAsciiLetterLower(character);
        }

        return !(upper && lower);
    }

    private static uint Start(string prefix)
    {
        uint checksum = 1;
        foreach (var character in prefix) checksum = Step(checksum, character >> 5);
        checksum = Step(checksum, 0);
        foreach (var character in prefix) checksum = Step(checksum, character & 31);
        return checksum;
    }

    /// <summary>Multiplies by x modulo the generator of the BCH code and adds a value.</summary>
    private static uint Step(uint checksum, int value)
    {
        var top = checksum >> 25;
        checksum = (checksum & 0x1ffffff) << 5 ^ (uint)value;
        if ((top & 1) != 0) checksum ^= 0x3b6a57b2;
        if ((top & 2) != 0) checksum ^= 0x26508e6d;
        if ((top & 4) != 0) checksum ^= 0x1ea119fa;
        if ((top & 8) != 0) checksum ^= 0x3d4233dd;
        if ((top & 16) != 0) checksum ^= 0x2a1462b3;
        return checksum;
    }
}
