using System.Data;
using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres;
using Npgsql;

namespace EventLinkDr.Adapters.Npgsql;

/// <summary>One unpooled Npgsql connection.</summary>
internal sealed class NpgsqlSession(NpgsqlServer server, NpgsqlConnection connection, SessionOptions options) : IPostgresSession
{
    private readonly TransparentText _text = new(options.TransparentEncoding);

    public int ProcessId { get; } = connection.ProcessID;

    public PostgresVersion ServerVersion { get; } = new(connection.PostgreSqlVersion.Major * 10000 + connection.PostgreSqlVersion.Minor);

    public string Database => options.Database;

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        try
        {
            var command = new NpgsqlCommand(_text.ToNpgsql(sql), connection);
            await using (command.ConfigureAwait(false))
            {
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            if (Translate(error, cancellationToken) is var translated && ReferenceEquals(translated, error)) throw;
            throw translated;
        }
    }

    public async Task ExecuteEachAsync(IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        try
        {
            var batch = new NpgsqlBatch(connection) { EnableErrorBarriers = true };
            await using (batch.ConfigureAwait(false))
            {
                foreach (var statement in statements) batch.BatchCommands.Add(new NpgsqlBatchCommand(_text.ToNpgsql(statement)));
                await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            if (Translate(error, cancellationToken) is var translated && ReferenceEquals(translated, error)) throw;
            throw translated;
        }
    }

    public async Task<IReadOnlyList<PostgresRow>> QueryAsync(string sql, CancellationToken cancellationToken, params object?[] parameters)
    {
        try
        {
            var command = new NpgsqlCommand(_text.ToNpgsql(sql), connection);
            await using (command.ConfigureAwait(false))
            {
                foreach (var value in parameters) command.Parameters.Add(new NpgsqlParameter { Value = _text.ToNpgsql(value) ?? DBNull.Value });
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    var rows = new List<PostgresRow>();
                    while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        var values = new object?[reader.FieldCount];
                        for (var i = 0; i < values.Length; i++) values[i] = reader.GetValue(i) is var value && value == DBNull.Value ? null : _text.FromNpgsql(value);
                        rows.Add(new PostgresRow(values));
                    }

                    return rows;
                }
            }
        }
        catch (Exception error)
        {
            if (Translate(error, cancellationToken) is var translated && ReferenceEquals(translated, error)) throw;
            throw translated;
        }
    }

    public Task ExecuteWholeAsync(string statement, CancellationToken cancellationToken) =>
        ExecuteAsync(statement.AsSpan().TrimEnd().TrimEnd(';').Contains(';') ? WholeStatement.Wrap(statement) : statement, cancellationToken);

    public ICopySource CopyOut(string sql, CancellationToken cancellationToken)
    {
        // Before the call: the server does not flush its answer until it has rows or an error to send.
        var registration = cancellationToken.Register(() => _ = TerminateAsync());
        try
        {
            return new NpgsqlCopySource(this, connection, connection.BeginTextExport(_text.ToNpgsql(sql)), registration, cancellationToken);
        }
        catch (Exception error) when (error is not DrException)
        {
            registration.Dispose();
            throw Translate(error, cancellationToken);
        }
    }

    public ICopySink CopyIn(string sql, CancellationToken cancellationToken)
    {
        // Before the call: the server does not flush its answer until it has rows or an error to send.
        var registration = cancellationToken.Register(() => _ = TerminateAsync());
        try
        {
            return new NpgsqlCopySink(this, connection.BeginTextImport(_text.ToNpgsql(sql)), registration, cancellationToken);
        }
        catch (Exception error) when (error is not DrException)
        {
            registration.Dispose();
            throw Translate(error, cancellationToken);
        }
    }

    /// <summary>Ends the session from outside: the blocking COPY calls take no token.</summary>
    internal async Task TerminateAsync()
    {
        try
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            var other = await server.OpenAsync(options with { TransparentEncoding = null }, deadline.Token).ConfigureAwait(false);
            await using (other.ConfigureAwait(false))
            {
                await other.QueryAsync("SELECT pg_catalog.pg_terminate_backend($1)", deadline.Token, ProcessId).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is DrException or OperationCanceledException)
        {
            // The server is gone, then so is the session.
        }
    }

    internal Exception Translate(Exception error, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested && error is not OperationCanceledException
            ? new OperationCanceledException(error.Message, error, cancellationToken)
            : ServerErrors.Translate(error, server.Description, server.Target(options));

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (connection.FullState.HasFlag(ConnectionState.Fetching)) await TerminateAsync().ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Closing a connection that is broken already is no failure of its own.
        }
    }
}
