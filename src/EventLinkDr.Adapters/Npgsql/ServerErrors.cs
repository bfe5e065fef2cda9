using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using Npgsql;

namespace EventLinkDr.Adapters.Npgsql;

/// <summary>Turns what Npgsql throws into rows of the error table.</summary>
internal static class ServerErrors
{
    public static Exception Translate(Exception error, string server, EventLinkTarget target) => error switch
    {
        DrException or OperationCanceledException => error,
        PostgresException refused => new PostgresErrorException(KindOf(refused.SqlState), refused.SqlState, WithoutValue(refused.SqlState, refused.MessageText), refused)
        {
            Where = WithoutData(refused.Where),
            Subject = target,
        },
        // Npgsql's own words, before it would ask the server: the error has no code.
        NpgsqlException missing when missing.Message.StartsWith("No password has been provided", StringComparison.Ordinal) =>
            new DrException(ErrorTable.ServerAuthenticationFailed, $"{server} asks for a password, and none was given", error) { Subject = target },
        NpgsqlException or IOException or System.Net.Sockets.SocketException or ObjectDisposedException or TimeoutException =>
            new DrException(ErrorTable.ServerUnreachable, $"no connection to {server}, or it was lost: {error.GetBaseException().Message}", error) { Subject = target },
        _ => error,
    };

    /// <summary>Classes and codes: PostgreSQL manual, appendix A.</summary>
    private static ErrorKind KindOf(string sqlState) => sqlState switch
    {
        "28P01" or "28000" => ErrorTable.ServerAuthenticationFailed,
        "3D000" => ErrorTable.DatabaseNotFound,
        "42501" => ErrorTable.PrivilegeMissing,
        "53100" => ErrorTable.ServerDiskFull,
        "55P03" => ErrorTable.LockTimeout,
        "57P01" or "57P02" or "57P03" or "53300" => ErrorTable.ServerUnreachable,
        ['0', '8', ..] => ErrorTable.ServerUnreachable,
        _ => ErrorTable.ServerError,
    };

    /// <summary>
    /// <c>invalid input syntax for type integer: "…"</c> and <c>syntax error at or near "'…'"</c> without the value: it stands in somebody's
    /// row, or is a password in a statement of a dump. Names stay.
    /// </summary>
    private static string WithoutValue(string sqlState, string message)
    {
        var at = sqlState.StartsWith("22", StringComparison.Ordinal) ? message.IndexOf(": \"", StringComparison.Ordinal)
            : sqlState == "42601" && message.IndexOf(" at or near \"", StringComparison.Ordinal) is >= 0 and var near && IsLiteral(message.AsSpan(near + 13)) ? near
            : -1;
        return at < 0 ? message : message[..at];
    }

    private static bool IsLiteral(ReadOnlySpan<char> token) => token is ['\'' or '$', ..] or [_, '\'', ..];

    /// <summary>"COPY users, line 3, column email: …" without the value.</summary>
    private static string? WithoutData(string? where)
    {
        if (where is null) return null;
        var line = where.AsSpan();
        if (line.IndexOf('\n') is >= 0 and var end) line = line[..end];
        if (line.IndexOf(": ") is >= 0 and var colon) line = line[..colon];
        return line.ToString();
    }
}
