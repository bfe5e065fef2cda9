using System.Text.Json.Serialization;
using EventLinkDr.Model;

namespace EventLinkDr.Catalog;

/// <summary>How an outline is read, known when this is compiled: a list, which reads nothing else, waits for no reflection.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ManifestOutline))]
internal sealed partial class ManifestOutlineJson : JsonSerializerContext;
