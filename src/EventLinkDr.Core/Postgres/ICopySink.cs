namespace EventLinkDr.Postgres;

/// <summary>Takes the raw bytes of a <c>COPY … FROM STDIN</c>. Disposed without <see cref="Complete"/>, the rows are cancelled, never committed.</summary>
public interface ICopySink : IDisposable
{
    /// <summary>Sends bytes; rows may be cut anywhere between two calls.</summary>
    /// <exception cref="PostgresErrorException">The server refused a row.</exception>
    void Write(ReadOnlySpan<byte> data);

    /// <summary>Ends the COPY and waits until the server has taken every row.</summary>
    /// <exception cref="PostgresErrorException">The server refused a row.</exception>
    void Complete();
}
