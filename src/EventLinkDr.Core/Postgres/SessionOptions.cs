namespace EventLinkDr.Postgres;

/// <summary>How a session is opened.</summary>
/// <param name="Database">Database to connect to.</param>
public sealed record SessionOptions(string Database)
{
    /// <summary>
    /// The <c>client_encoding</c> of a byte-transparent session: SQL text and COPY data go out as they are, one char per byte (ISO 8859-1).
    /// Null for an ordinary session in UTF-8.
    /// </summary>
    public string? TransparentEncoding { get; init; }

    /// <summary>Shown in <c>pg_stat_activity</c>.</summary>
    public string ApplicationName { get; init; } = "EventLinkDr";

    /// <summary>How long connecting may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);
}
