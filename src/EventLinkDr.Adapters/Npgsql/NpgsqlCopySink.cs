using EventLinkDr.Postgres;
using Npgsql;

namespace EventLinkDr.Adapters.Npgsql;

/// <summary>The raw byte stream under Npgsql's text import.</summary>
internal sealed class NpgsqlCopySink : ICopySink
{
    private readonly NpgsqlSession _session;
    private readonly TextWriter _writer;
    private readonly Stream _raw;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _registration;
    private bool _ended;

    public NpgsqlCopySink(NpgsqlSession session, TextWriter writer, CancellationTokenRegistration registration,
        CancellationToken cancellationToken)
    {
        _session = session;
        _writer = writer;
        _raw = ((StreamWriter)writer).BaseStream;
        _cancellationToken = cancellationToken;
        _registration = registration;
    }

    public void Write(ReadOnlySpan<byte> data)
    {
        try
        {
            _raw.Write(data);
        }
        catch (Exception error)
        {
            throw _session.Translate(error, _cancellationToken);
        }
    }

    public void Complete()
    {
        try
        {
            _ended = true;
            _writer.Dispose();
        }
        catch (Exception error)
        {
            throw _session.Translate(error, _cancellationToken);
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        if (_ended) return;
        _ended = true;
        try
        {
            // Only disposed, Npgsql would complete the import and commit its rows.
            ((NpgsqlCopyTextWriter)_writer).Cancel();
        }
        catch (Exception error) when (error is NpgsqlException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection is gone, and the rows with it.
        }
    }
}
