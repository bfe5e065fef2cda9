using System.Net;
using System.Text.Json;

namespace EventLinkDr.Hosting.Api;

/// <summary>What the EventLink API answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The JSON of the body; undefined where there is none.</param>
internal sealed record ApiAnswer(HttpStatusCode Status, JsonElement Body)
{
    /// <summary>The message of an error, as the API words it.</summary>
    public string? Detail =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.String ? detail.GetString() : null;
}
