using System.Buffers;

namespace EventLinkDr.Postgres.Dump;

/// <summary>Classes of bytes in SQL text, in any encoding a server can have: bytes from 0x80 up are always part of a name or a text.</summary>
internal static class SqlBytes
{
    private static readonly byte[] NameStartBytes =
        [.. Enumerable.Range(0, 256).Where(value => value >= 0x80 || value == '_' || char.IsAsciiLetter((char)value)).Select(value => (byte)value)];

    private static readonly byte[] NameBytes = [.. NameStartBytes, .. "0123456789$"u8];

    /// <summary>Bytes that may stand in a name that is not quoted.</summary>
    public static readonly SearchValues<byte> InName = SearchValues.Create(NameBytes);

    /// <summary>Bytes that begin something other than plain text of a statement.</summary>
    public static readonly SearchValues<byte> Stops = SearchValues.Create("'\"$-/();\\"u8);

    /// <summary>The same, and the beginning of every word.</summary>
    public static readonly SearchValues<byte> StopsAndWords = SearchValues.Create([.. "'\"$-/();\\"u8, .. NameStartBytes]);

    public static bool IsNameStart(int value) => value >= 0x80 || value == '_' || (value | 0x20) is >= 'a' and <= 'z';

    public static bool IsInName(int value) => IsNameStart(value) || value is >= '0' and <= '9' or '$';

    public static bool IsSpace(int value) => value is ' ' or '\n' or '\t' or '\r' or '\f' or '\v';

    public static byte Lower(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;
}
