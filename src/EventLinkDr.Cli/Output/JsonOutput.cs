using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Cli.Output;

/// <summary>Results as JSON: the spelling of the manifest.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new ErrorConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { WithoutManifest } },
    };

    /// <summary>As the type it has, not the one it is declared with: a plan shows what its own kind holds.</summary>
    public static string Of(object value) => JsonSerializer.Serialize(value, value.GetType(), Options);

    public static string OfError(DrException error) => JsonSerializer.Serialize(new Dictionary<string, DrException> { ["error"] = error }, Options);

    /// <summary>A manifest lists every member of a backup; it lies beside the backup for those who need it.</summary>
    private static void WithoutManifest(JsonTypeInfo type)
    {
        if (type.Type != typeof(BackupSet)) return;
        var manifest = type.Properties.First(property => property.Name == "manifest");
        type.Properties.Remove(manifest);
    }

    private sealed class ErrorConverter : JsonConverter<DrException>
    {
        public override bool CanConvert(Type typeToConvert) => typeof(DrException).IsAssignableFrom(typeToConvert);

        public override DrException Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, DrException value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("id", value.Id);
            writer.WriteString("category", value.Kind.Category.ToString());
            writer.WriteNumber("exitCode", (int)value.Kind.ExitCode);
            writer.WriteString("message", value.Message);
            if (value.Expected is { } expected) writer.WriteString("expected", expected);
            if (value.Found is { } found) writer.WriteString("found", found);
            writer.WriteString("remedy", CommandLineWords.Of(value.Remedy));
            writer.WriteEndObject();
        }
    }
}
