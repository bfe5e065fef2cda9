using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventLinkDr.Model;

/// <summary>Writes a position of the log the way PostgreSQL does; a number of bytes would mean nothing to anybody.</summary>
internal sealed class LogSequenceNumberConverter : JsonConverter<LogSequenceNumber>
{
    public override LogSequenceNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LogSequenceNumber.TryParse(reader.GetString(), out var position) ? position : throw new JsonException("A position of the write-ahead log was expected.");

    public override void Write(Utf8JsonWriter writer, LogSequenceNumber value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
