namespace EventLinkDr.Postgres;

/// <summary>A server that sessions can be opened on. Sessions are never pooled.</summary>
public interface IPostgresServer
{
    /// <summary>Where it is, for a person: <c>eventlink@127.0.0.1:5432</c>. Holds no secret.</summary>
    string Description { get; }

    /// <summary>Opens a session.</summary>
    /// <exception cref="Diagnostics.DrException"><c>ServerUnreachable</c>, <c>ServerAuthenticationFailed</c>, <c>DatabaseNotFound</c>.</exception>
    Task<IPostgresSession> OpenAsync(SessionOptions options, CancellationToken cancellationToken);
}
