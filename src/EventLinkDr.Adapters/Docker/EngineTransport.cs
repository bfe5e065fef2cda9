namespace EventLinkDr.Adapters.Docker;

/// <summary>How an engine is reached.</summary>
internal enum EngineTransport
{
    UnixSocket,
    NamedPipe,
    Tcp,
}
