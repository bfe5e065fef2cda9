namespace EventLinkDr.Postgres;

/// <summary>
/// One connection. Its time-outs, search path, encodings and formats are pinned when it opens, whatever the environment, the role or
/// the database sets. Not for use by two threads at once, except <see cref="IAsyncDisposable.DisposeAsync"/>, which also cuts off work at hand.
/// </summary>
public interface IPostgresSession : IAsyncDisposable
{
    /// <summary>The server process behind the session.</summary>
    int ProcessId { get; }

    /// <summary>The server's version.</summary>
    PostgresVersion ServerVersion { get; }

    /// <summary>The database connected to.</summary>
    string Database { get; }

    /// <summary>Runs SQL that returns nothing of interest. Several statements are allowed when there are no parameters.</summary>
    /// <exception cref="PostgresErrorException">The server refused.</exception>
    Task ExecuteAsync(string sql, CancellationToken cancellationToken);

    /// <summary>
    /// Runs statements one after another, each in a transaction of its own, and sends them all at once: what the server has received it carries out,
    /// even when nobody is there any more to hear the answer. One that fails does not keep the ones after it from running.
    /// </summary>
    /// <exception cref="PostgresErrorException">The server refused one.</exception>
    Task ExecuteEachAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken);

    /// <summary>Runs one query; parameters are <c>$1</c>, <c>$2</c> … Values arrive as .NET values of their types.</summary>
    /// <exception cref="PostgresErrorException">The server refused.</exception>
    Task<IReadOnlyList<PostgresRow>> QueryAsync(string sql, CancellationToken cancellationToken, params object?[] parameters);

    /// <summary>Runs one statement exactly as its bytes are, without splitting, through the simple protocol's text.</summary>
    /// <param name="statement">Text in the session's encoding, one statement; may hold any body, <c>BEGIN ATOMIC</c> too.</param>
    /// <param name="cancellationToken">Stops it on the server.</param>
    /// <exception cref="PostgresErrorException">The server refused.</exception>
    Task ExecuteWholeAsync(string statement, CancellationToken cancellationToken);

    /// <summary>Starts <c>COPY … TO STDOUT</c> in text format and gives its raw bytes. Blocking, for a thread of its own.</summary>
    ICopySource CopyOut(string sql, CancellationToken cancellationToken);

    /// <summary>Starts <c>COPY … FROM STDIN</c> in text format and takes raw bytes. Blocking, for a thread of its own.</summary>
    ICopySink CopyIn(string sql, CancellationToken cancellationToken);
}
