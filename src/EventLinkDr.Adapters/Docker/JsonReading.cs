using System.Text.Json;

namespace EventLinkDr.Adapters.Docker;

/// <summary>Reading of answers whose parts may be absent, null or of another kind.</summary>
internal static class JsonReading
{
    /// <summary>A member; an undefined element when it is not there.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A member's text; null when it is not there or empty.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>A member's number; 0 when it is not there.</summary>
    public static long Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : 0;

    /// <summary>A member's truth value; false when it is not there.</summary>
    public static bool Flag(this JsonElement element, string name) => element.Member(name).ValueKind == JsonValueKind.True;

    /// <summary>The elements of a member; none when it is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    /// <summary>The members of a member; none when it is no object.</summary>
    public static IEnumerable<JsonProperty> Members(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Object } value ? value.EnumerateObject() : [];

    /// <summary>A member that maps names to texts.</summary>
    public static IReadOnlyDictionary<string, string> Map(this JsonElement element, string name) =>
        element.Members(name).ToDictionary(pair => pair.Name, pair => pair.Value.ValueKind == JsonValueKind.String ? pair.Value.GetString()! : "", StringComparer.Ordinal);
}
