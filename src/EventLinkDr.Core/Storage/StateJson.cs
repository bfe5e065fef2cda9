using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventLinkDr.Storage;

/// <summary>How state is written as JSON: readable, in whole words.</summary>
internal static class StateJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter() },
    };
}
