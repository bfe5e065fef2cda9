using EventLinkDr.Diagnostics;

namespace EventLinkDr.Storage;

/// <summary>Reads and writes the texts of locations.</summary>
internal static class LocationText
{
    private const string Form = "a directory, file:///…, s3://bucket/prefix, az://account/container/prefix, or https://<account>.blob.core.windows.net/container/prefix";

    // An address cannot be asked whether it is a directory: what ends like this is meant as a file.
    private static readonly string[] FileEndings = [".sql", ".sql.gz", ".sql.age", ".sql.gz.age", ".manifest.json"];

    public static BackupLocation Parse(string text)
    {
        // As when a script's variable was never set: not the current directory by accident.
        if (string.IsNullOrWhiteSpace(text)) throw new DrException(ErrorTable.LocationInvalid, "the location is empty") { Expected = Form };
        if (!BackupLocation.IsAddress(text)) return new BackupLocation { Kind = StoreKind.Directory, Container = text };
        // Never quoted beyond here: what follows may be a signature.
        var question = text.IndexOf('?', StringComparison.Ordinal);
        var (address, query) = question < 0 ? (text, "") : (text[..question], text[(question + 1)..]);
        var scheme = address[..address.IndexOf("://", StringComparison.Ordinal)].ToLowerInvariant();
        return scheme switch
        {
            "file" when Uri.TryCreate(address, UriKind.Absolute, out var uri) && query.Length == 0 => new BackupLocation { Kind = StoreKind.Directory, Container = uri.LocalPath },
            "s3" => ParseS3(address, query),
            "az" => ParseAz(address, query),
            "https" or "http" => ParseHttp(address, query),
            _ => throw Invalid(address, "is no location of backups"),
        };
    }

    public static string Format(BackupLocation location, string name)
    {
        var path = string.Join('/', (location.Prefix + name).Split('/').Select(Escape));
        var options = new List<string>();
        if (location.Region is not null) options.Add($"region={Uri.EscapeDataString(location.Region)}");
        if (location.Endpoint is not null) options.Add($"endpoint={location.Endpoint.AbsoluteUri.TrimEnd('/')}");
        if (location.PathStyle is { } pathStyle) options.Add(pathStyle ? "pathStyle=true" : "pathStyle=false");
        var query = options.Count > 0 ? "?" + string.Join('&', options) : "";
        return location.Kind switch
        {
            StoreKind.Directory => name.Length > 0 ? Path.Combine(location.Container, name) : location.Container,
            StoreKind.S3 => $"s3://{location.Container}/{path}{query}",
            _ => $"az://{location.Account}/{location.Container}/{path}{query}",
        };
    }

    private static BackupLocation ParseS3(string address, string query)
    {
        var (bucket, rest) = Split(address["s3://".Length..]);
        if (!IsName(bucket, "._-")) throw Invalid(address, "names no bucket");
        var location = WithPath(new BackupLocation { Kind = StoreKind.S3, Container = bucket }, address, rest);
        foreach (var (key, value) in Options(address, query))
        {
            location = key switch
            {
                "region" => location with { Region = value },
                "endpoint" => location with { Endpoint = Address(address, value) },
                "pathStyle" when bool.TryParse(value, out var pathStyle) => location with { PathStyle = pathStyle },
                _ => throw Invalid(address, "is followed by something that is not region=, endpoint= or pathStyle=true|false"),
            };
        }

        return location;
    }

    private static BackupLocation ParseAz(string address, string query)
    {
        var (account, path) = Split(address["az://".Length..]);
        var (container, rest) = Split(path);
        if (!IsName(account, "-") || !IsName(container, "$-")) throw Invalid(address, "does not name account and container");
        var location = WithPath(new BackupLocation { Kind = StoreKind.AzureBlob, Account = account, Container = container }, address, rest);
        foreach (var (key, value) in Options(address, query))
        {
            location = key == "endpoint"
                ? location with { Endpoint = Encrypted(address, Address(address, value)) }
                : throw Invalid(address, "is followed by something that is not endpoint=");
        }

        return location;
    }

    /// <summary>The address of a container as Azure gives it; what stands in its query is the signature.</summary>
    private static BackupLocation ParseHttp(string address, string query)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0) throw Invalid(address, "is malformed");
        Encrypted(address, uri);
        if (query.Length > 0 && !$"&{query}".Contains("&sig=", StringComparison.Ordinal)) throw Invalid(address, "is followed by something that is no shared access signature");
        var path = uri.AbsolutePath.TrimStart('/');
        // Stand-ins on a bare address or a plain host name put the account into the path.
        var labels = uri.HostNameType == UriHostNameType.Dns ? uri.Host.Split('.') : [];
        var inHost = labels.Length > 2;
        var (account, afterAccount) = inHost ? (labels[0], path) : Split(path);
        var (container, rest) = Split(afterAccount);
        if (!IsName(account, "-") || !IsName(container, "$-")) throw Invalid(address, "does not name account and container");
        var service = uri.GetLeftPart(UriPartial.Authority);
        var location = new BackupLocation
        {
            Kind = StoreKind.AzureBlob, Account = account, Container = container, Signature = query.Length > 0 ? query : null,
            Endpoint = uri.Host.EndsWith(".blob.core.windows.net", StringComparison.OrdinalIgnoreCase) && uri.IsDefaultPort ? null : new Uri(inHost ? service : $"{service}/{account}"),
        };
        return WithPath(location, address, rest);
    }

    private static BackupLocation WithPath(BackupLocation location, string address, string path)
    {
        var parts = path.Split('/').Select(Uri.UnescapeDataString).ToList();
        if (parts.SkipLast(1).Any(part => part.Length == 0) || parts.Any(part => part is "." or ".." || part.Contains('/', StringComparison.Ordinal)))
            throw Invalid(address, "has an empty part, a dot or a slash where a name belongs");
        var last = parts[^1];
        var isFile = FileEndings.Any(ending => last.Length > ending.Length && last.EndsWith(ending, StringComparison.Ordinal));
        var folders = isFile || last.Length == 0 ? parts[..^1] : parts;
        return location with { Prefix = string.Concat(folders.Select(folder => folder + "/")), Name = isFile ? last : null };
    }

    private static IEnumerable<(string Key, string Value)> Options(string address, string query)
    {
        foreach (var option in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == option.Length - 1) throw Invalid(address, "is followed by an option without a value");
            yield return (option[..equals], Uri.UnescapeDataString(option[(equals + 1)..]));
        }
    }

    private static Uri Address(string address, string endpoint) =>
        Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.Query.Length + uri.UserInfo.Length == 0
            ? uri
            : throw Invalid(address, "has an endpoint that is no http or https address");

    // Tokens and signatures go there as they are; requests to S3 carry none.
    private static Uri Encrypted(string address, Uri uri) =>
        uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback ? uri : throw Invalid(address, "is not encrypted on its way");

    private static bool IsName(string text, string others) => text.Length > 0 && text.All(character => char.IsAsciiLetterOrDigit(character) || others.Contains(character, StringComparison.Ordinal));

    private static (string First, string Others) Split(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
    }

    // Only what would end the path or be taken for an escape: the text stays readable.
    private static string Escape(string part) =>
        part.Replace("%", "%25", StringComparison.Ordinal).Replace("?", "%3F", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal);

    private static DrException Invalid(string address, string what) => new(ErrorTable.LocationInvalid, $"the location {address} {what}") { Expected = Form };
}
