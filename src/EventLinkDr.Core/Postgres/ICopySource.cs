namespace EventLinkDr.Postgres;

/// <summary>Raw bytes of a <c>COPY … TO STDOUT</c>.</summary>
public interface ICopySource : IDisposable
{
    /// <summary>Reads what is at hand, at least one byte; 0 at the end. A read may end anywhere in a row.</summary>
    /// <exception cref="PostgresErrorException">The server broke off.</exception>
    int Read(Span<byte> buffer);
}
