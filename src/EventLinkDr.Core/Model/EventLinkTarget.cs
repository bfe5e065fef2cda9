using System.Text.Json.Serialization;

namespace EventLinkDr.Model;

/// <summary>An EventLink deployment: which database, and how it is reached.</summary>
public sealed record EventLinkTarget
{
    /// <summary>PostgreSQL's own port.</summary>
    internal const int DefaultPort = 5432;

    /// <summary>The database.</summary>
    public required string Database { get; init; }

    /// <summary>User that connects.</summary>
    public required string Username { get; init; }

    /// <summary>Host name or address; null where only the engine reaches the server.</summary>
    public string? Host { get; init; }

    /// <summary>TCP port; the server's own inside the container where there is no host.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Where this description came from.</summary>
    public TargetSource Source { get; init; }

    /// <summary>Directory of the compose project; null outside one.</summary>
    public string? ProjectDirectory { get; init; }

    /// <summary>Name of the compose project.</summary>
    public string? Project { get; init; }

    /// <summary>Name of the database container; null outside a compose project.</summary>
    public string? Container { get; init; }

    /// <summary>TLS mode as libpq names it (<c>prefer</c>, <c>verify-full</c>…); null for the default.</summary>
    public string? SslMode { get; init; }

    /// <summary>File of the root certificate; null for the system's.</summary>
    public string? SslRootCertificate { get; init; }

    /// <summary>File of the client's certificate; null for none.</summary>
    public string? SslCertificate { get; init; }

    /// <summary>File of that certificate's key.</summary>
    public string? SslKey { get; init; }

    /// <summary>How long connecting may take; null for the default.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>Never shown, never serialized.</summary>
    [JsonIgnore]
    internal string? Password { get; init; }

    /// <summary><c>eventlink on 127.0.0.1:5432</c>; without any secret.</summary>
    public override string ToString() =>
        Container is not null && Host is null ? $"{Database} in container {Container}" : $"{Database} on {Host}:{Port}";
}
