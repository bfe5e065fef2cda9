using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Model;

/// <summary>Results, plans and errors as JSON, in the spelling of the manifest. Holds no secret.</summary>
public static class ResultJson
{
    /// <summary>How they are written.</summary>
    /// <param name="words">Puts the advice of an error into the words of a front end; null for the module's.</param>
    public static JsonSerializerOptions Options(Func<string, string>? words = null) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(), new ErrorConverter(words ?? (text => text)) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { WithoutManifest } },
    };

    /// <summary>A manifest lists every member of a backup; it lies beside the backup for those who need it.</summary>
    private static void WithoutManifest(JsonTypeInfo type)
    {
        if (type.Type != typeof(BackupSet)) return;
        foreach (var manifest in type.Properties.Where(property => property.Name is "manifest" or "sealed").ToList()) type.Properties.Remove(manifest);
    }

    private sealed class ErrorConverter(Func<string, string> words) : JsonConverter<DrException>
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
            writer.WriteString("remedy", words(value.Remedy));
            writer.WriteEndObject();
        }
    }
}
