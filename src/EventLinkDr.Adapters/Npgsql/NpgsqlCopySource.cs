using EventLinkDr.Postgres;
using Npgsql;

namespace EventLinkDr.Adapters.Npgsql;

/// <summary>The raw byte stream under Npgsql's text export.</summary>
internal sealed class NpgsqlCopySource : ICopySource
{
    private readonly NpgsqlSession _session;
    private readonly TextReader _reader;
    private readonly Stream _raw;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _registration;
    private ReceiveBuffer? _buffer;
    private CopyMessages? _messages;
    private bool _ended;

    public NpgsqlCopySource(NpgsqlSession session, NpgsqlConnection connection, TextReader reader, CancellationTokenRegistration registration,
        CancellationToken cancellationToken)
    {
        _session = session;
        _reader = reader;
        _raw = ((StreamReader)reader).BaseStream;
        _cancellationToken = cancellationToken;
        _registration = registration;
        _buffer = ReceiveBuffer.Of(connection);
        if (_buffer is not null) _messages = new CopyMessages(_buffer);
    }

    public int Read(Span<byte> buffer)
    {
        try
        {
            if (_messages?.Take(buffer) is > 0 and var taken) return taken;
            LeaveToDriver();
            var count = _raw.Read(buffer);
            _ended |= count == 0;
            return count;
        }
        catch (Exception error)
        {
            _ended = true;
            throw _session.Translate(error, _cancellationToken);
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        // Npgsql would read an unfinished COPY to its end.
        if (!_ended) _session.TerminateAsync().GetAwaiter().GetResult();
        try
        {
            LeaveToDriver();
            _reader.Dispose();
        }
        catch (Exception error) when (!_ended || error is not OutOfMemoryException)
        {
            // The session was ended on purpose, or the failure was thrown by Read already.
        }
    }

    /// <summary>What is no row is the driver's to understand, and so is what follows it.</summary>
    private void LeaveToDriver()
    {
        if (_messages is { IsWithin: true }) _buffer!.Cut();
        else _buffer?.GiveBack();
        (_buffer, _messages) = (null, null);
    }
}
