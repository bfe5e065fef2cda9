using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;

namespace EventLinkDr.Catalog;

/// <summary>
/// Writes and reads manifests: JSON whose last member <c>manifestSha256</c> is the SHA-256 of all bytes before it
/// (<c>docs/reference/manifest.md</c>).
/// </summary>
internal static class ManifestSerializer
{
    /// <summary>Ending of a manifest's name; it replaces <c>.sql.gz</c>.</summary>
    public const string Suffix = ".manifest.json";

    private const string HashLead = ",\n  \"manifestSha256\": \"";
    private const string HashTail = "\"\n}\n";
    private const int HashLength = 64;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = JsonTypeInfoResolver.Combine(ManifestOutlineJson.Default, new DefaultJsonTypeInfoResolver()),
    };

    /// <summary>The manifest's name beside a data file: <c>x.sql.gz</c> and <c>x.sql.gz.age</c> have <c>x.manifest.json</c>.</summary>
    public static string NameFor(string dataName) => BaseName(dataName) + Suffix;

    /// <summary>A data file's name without <c>.age</c>, <c>.gz</c> and <c>.sql</c>.</summary>
    public static string BaseName(string dataName)
    {
        foreach (var ending in (string[])[".age", ".gz", ".sql"])
            if (dataName.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) dataName = dataName[..^ending.Length];
        return dataName;
    }

    public static byte[] Write(BackupManifest manifest) => Write<BackupManifest>(manifest);

    public static byte[] Write(SealedManifest manifest) => Write<SealedManifest>(manifest);

    /// <summary>Whether a manifest is one whose content is encrypted; its member of that name stands in no other at this depth.</summary>
    public static bool IsSealed(ReadOnlySpan<byte> bytes) => bytes.IndexOf("\n  \"sealed\": \""u8) >= 0;

    /// <exception cref="DrException"><c>ManifestMismatch</c>: not a manifest, cut short, or altered.</exception>
    public static BackupManifest Read(ReadOnlySpan<byte> bytes, string name) => Read<BackupManifest>(bytes, name, manifest => manifest.FormatVersion);

    /// <inheritdoc cref="Read"/>
    public static SealedManifest ReadSealed(ReadOnlySpan<byte> bytes, string name) => Read<SealedManifest>(bytes, name, manifest => manifest.FormatVersion);

    /// <summary>Reads what the catalog needs and skips the rest, which is looked at when it is read.</summary>
    /// <inheritdoc cref="Read"/>
    public static ManifestOutline ReadOutline(ReadOnlySpan<byte> bytes, string name) => Read<ManifestOutline>(bytes, name, outline => outline.FormatVersion);

    private static byte[] Write<T>(T manifest) => Sign(JsonSerializer.Serialize(manifest, Json).ReplaceLineEndings("\n"));

    /// <summary>Ends the JSON of a manifest with its hash.</summary>
    internal static byte[] Sign(string body)
    {
        var hashed = Encoding.UTF8.GetBytes(body[..body.LastIndexOf('\n')] + HashLead);
        return [.. hashed, .. Encoding.ASCII.GetBytes(Hash(hashed) + HashTail)];
    }

    private static T Read<T>(ReadOnlySpan<byte> bytes, string name, Func<T, int> versionOf) where T : class
    {
        var hashed = bytes.Length - HashTail.Length - HashLength;
        if (hashed < HashLead.Length || !bytes[..hashed].EndsWith(Encoding.ASCII.GetBytes(HashLead))
            || !bytes.EndsWith(Encoding.ASCII.GetBytes(HashTail)))
        {
            throw Broken(name, "it does not end as a manifest ends");
        }

        if (Encoding.ASCII.GetString(bytes.Slice(hashed, HashLength)) != Hash(bytes[..hashed])) throw Broken(name, "its hash is not the one it states");
        try
        {
            var manifest = JsonSerializer.Deserialize<T>(bytes, Json) ?? throw Broken(name, "it is empty");
            return versionOf(manifest) == 1 ? manifest
                : throw new DrException(ErrorTable.ManifestMismatch, $"the manifest {name} has a format this version does not know")
                {
                    Expected = "format version 1",
                    Found = versionOf(manifest).ToString(CultureInfo.InvariantCulture),
                    Remedy = "Use a newer version of EventLinkDr.",
                    Subject = name,
                };
        }
        catch (JsonException error)
        {
            throw Broken(name, "it is not the JSON of a manifest", error);
        }
    }

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();

    private static DrException Broken(string name, string why, Exception? inner = null) =>
        new(ErrorTable.ManifestMismatch, $"the manifest {name} is damaged: {why}", inner) { Subject = name };
}
