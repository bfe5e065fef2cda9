using System.Collections.Concurrent;
using System.Text;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using Npgsql;

namespace EventLinkDr.Adapters.Npgsql;

/// <summary>Opens sessions with Npgsql, one physical connection each.</summary>
internal sealed class NpgsqlServer(EventLinkTarget target) : IPostgresServer, IAsyncDisposable
{
    private readonly ConcurrentDictionary<SessionOptions, NpgsqlDataSource> _sources = new();

    public string Description => $"{target.Username}@{target.Host}:{target.Port}";

    /// <summary>The database that a session is for, so that an error can say which one of several it is about.</summary>
    public EventLinkTarget Target(SessionOptions options) => target with { Database = options.Database };

    public async Task<IPostgresSession> OpenAsync(SessionOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var source = _sources.GetOrAdd(options, CreateSource);
        NpgsqlConnection? connection = null;
        try
        {
            connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            var session = new NpgsqlSession(this, connection, options);
            await session.ExecuteAsync(SessionSettings.Pin, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch (Exception error)
        {
            if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
            if (error is OperationCanceledException) throw;
            if (error.GetBaseException() is not EncoderFallbackException unusable) throw ServerErrors.Translate(error, Description, Target(options));
            throw new DrException(ErrorTable.TargetInvalid, $"the name of the database {options.Database} or the user cannot be written in its encoding", unusable)
            {
                Remedy = "Rename the database to a name in ASCII for the time of the operation.", Subject = options.Database,
            };
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Values) await source.DisposeAsync().ConfigureAwait(false);
        _sources.Clear();
    }

    private NpgsqlDataSource CreateSource(SessionOptions options)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = target.Host ?? throw new DrException(ErrorTable.TargetInvalid, $"the target {target} has no address"),
            Port = target.Port,
            Database = options.Database,
            Username = target.Username,
            Password = target.Password,
            Pooling = false,
            Multiplexing = false,
            Enlist = false,
            ApplicationName = options.ApplicationName,
            Timeout = (int)Math.Ceiling((target.ConnectTimeout ?? options.ConnectTimeout).TotalSeconds),
            CommandTimeout = 0,
            CancellationTimeout = 2000,
            // A session that only holds a lock is silent for hours; firewalls forget such connections.
            TcpKeepAlive = true,
            TcpKeepAliveTime = 60,
            TcpKeepAliveInterval = 10,
            ReadBufferSize = 256 * 1024,
            WriteBufferSize = 256 * 1024,
            // All four are named here because Npgsql would take them from PGCLIENTENCODING, PGTZ, PGOPTIONS and PGPASSFILE otherwise.
            ClientEncoding = options.TransparentEncoding ?? "UTF8",
            Encoding = new TransparentText(options.TransparentEncoding).NpgsqlEncoding,
            Timezone = "UTC",
            Options = SessionSettings.StartupOptions,
        };
        if (target.Password is null) settings.Passfile = OperatingSystem.IsWindows() ? "NUL" : "/dev/null";
        TlsSettings.Apply(target, settings);
        return new NpgsqlSlimDataSourceBuilder(settings.ConnectionString)
            .EnableTransportSecurity()
            .EnableArrays()
            .ConfigureTypeLoading(types => types.EnableTypeLoading(false))
            .Build();
    }
}
