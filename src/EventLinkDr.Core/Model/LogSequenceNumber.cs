using System.Globalization;
using System.Text.Json.Serialization;

namespace EventLinkDr.Model;

/// <summary>A position in PostgreSQL's write-ahead log.</summary>
/// <param name="Value">Bytes since the log began.</param>
[JsonConverter(typeof(LogSequenceNumberConverter))]
public readonly record struct LogSequenceNumber(ulong Value) : IComparable<LogSequenceNumber>
{
    /// <summary>Reads PostgreSQL's text form: <c>0/3000060</c>.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static LogSequenceNumber Parse(string text) =>
        TryParse(text, out var position) ? position : throw new FormatException($"'{text}' is no position in the write-ahead log; they look like 0/3000060.");

    /// <summary>Reads PostgreSQL's text form.</summary>
    /// <returns>Whether the text has that form.</returns>
    public static bool TryParse(string? text, out LogSequenceNumber position)
    {
        position = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0 || !Half(text.AsSpan(0, slash), out var high) || !Half(text.AsSpan(slash + 1), out var low)) return false;
        position = new LogSequenceNumber(((ulong)high << 32) | low);
        return true;
    }

    /// <summary>Bytes from one position to another; negative when the second is further.</summary>
    public static long operator -(LogSequenceNumber left, LogSequenceNumber right) => unchecked((long)(left.Value - right.Value));

    /// <summary>The same as the operator.</summary>
    public static long Subtract(LogSequenceNumber left, LogSequenceNumber right) => left - right;

    /// <inheritdoc/>
    public int CompareTo(LogSequenceNumber other) => Value.CompareTo(other.Value);

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <(LogSequenceNumber left, LogSequenceNumber right) => left.Value < right.Value;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >(LogSequenceNumber left, LogSequenceNumber right) => left.Value > right.Value;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator <=(LogSequenceNumber left, LogSequenceNumber right) => left.Value <= right.Value;

    /// <inheritdoc cref="CompareTo"/>
    public static bool operator >=(LogSequenceNumber left, LogSequenceNumber right) => left.Value >= right.Value;

    /// <summary>As PostgreSQL writes it: <c>0/3000060</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value >> 32:X}/{(uint)Value:X}");

    /// <summary>The further one; null counts as nowhere.</summary>
    internal static LogSequenceNumber? Max(LogSequenceNumber? left, LogSequenceNumber? right) =>
        left is null ? right : right is null || left > right ? left : right;

    // Up to eight digits and nothing else: TryParse alone would take spaces.
    private static bool Half(ReadOnlySpan<char> text, out uint value) =>
        uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && text.Length is > 0 and <= 8;
}
