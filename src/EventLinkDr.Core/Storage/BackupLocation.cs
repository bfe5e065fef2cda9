using System.Text;
using System.Text.Json.Serialization;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Storage;

/// <summary>
/// Where backups are, as a text names it: a directory, <c>file:///…</c>, <c>s3://bucket/prefix</c>, <c>az://account/container/prefix</c>
/// or the https address of a container. See <c>docs/reference/locations.md</c>.
/// </summary>
public sealed record BackupLocation
{
    /// <summary>What kind of store it is.</summary>
    public required StoreKind Kind { get; init; }

    /// <summary>The directory as it was given, the bucket or the container.</summary>
    public required string Container { get; init; }

    /// <summary>Storage account (Azure); null elsewhere.</summary>
    public string? Account { get; init; }

    /// <summary>What stands before the name of every object: empty, or ending in a slash.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>The object, where the text names one: then it ends like a file of a backup. For a directory the disk decides, so it is null.</summary>
    public string? Name { get; init; }

    /// <summary>Address of the service where it is not the public one.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Region (S3).</summary>
    public string? Region { get; init; }

    /// <summary>Whether the bucket stands in the path rather than in the host name (S3); null to decide by the endpoint.</summary>
    public bool? PathStyle { get; init; }

    /// <summary>The signature part of an https address that carried one; never shown, never serialized.</summary>
    [JsonIgnore]
    internal string? Signature { get; init; }

    /// <summary>Reads a location.</summary>
    /// <exception cref="DrException"><c>LocationInvalid</c>.</exception>
    public static BackupLocation Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return LocationText.Parse(text);
    }

    /// <summary>Whether a text is an address rather than a path; a drive letter makes none.</summary>
    public static bool IsAddress(string text)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        return end > 1 && Uri.CheckSchemeName(text[..end]);
    }

    /// <summary>The address of an object there.</summary>
    public string PathOf(string name) => LocationText.Format(this, name);

    /// <summary>The location as a text that <see cref="Parse"/> reads; without any secret.</summary>
    public override string ToString() => LocationText.Format(this, Name ?? "");

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(ToString());
        return true;
    }
}
