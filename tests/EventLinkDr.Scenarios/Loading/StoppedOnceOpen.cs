using EventLinkDr.Postgres;

namespace EventLinkDr.Scenarios.Loading;

/// <summary>Somebody presses Ctrl+C in the moment between a session's opening and its first statement.</summary>
internal sealed class StoppedOnceOpen(IPostgresServer server, CancellationTokenSource stop) : IPostgresServer
{
    public List<IPostgresSession> Opened { get; } = [];

    public string Description => server.Description;

    public async Task<IPostgresSession> OpenAsync(SessionOptions options, CancellationToken cancellationToken)
    {
        var session = await server.OpenAsync(options, cancellationToken);
        Opened.Add(session);
        await stop.CancelAsync();
        return session;
    }
}
