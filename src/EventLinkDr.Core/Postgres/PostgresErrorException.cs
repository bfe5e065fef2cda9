using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres;

/// <summary>An error the server reported. Holds its primary message and SQLSTATE, never the SQL that was sent.</summary>
public sealed class PostgresErrorException : DrException
{
    /// <summary>Makes the error out of what the server said.</summary>
    public PostgresErrorException(ErrorKind kind, string sqlState, string message, Exception? inner = null)
        : base(kind, $"PostgreSQL says {sqlState}: {message}", inner)
    {
        SqlState = sqlState;
        ServerMessage = message;
    }

    /// <summary>The five-character code; see appendix A of the PostgreSQL manual.</summary>
    public string SqlState { get; }

    /// <summary>The server's primary message.</summary>
    public string ServerMessage { get; }

    /// <summary>Where in the server the error arose (<c>COPY users, line 3</c>), without data; null when not said.</summary>
    public string? Where { get; init; }
}
