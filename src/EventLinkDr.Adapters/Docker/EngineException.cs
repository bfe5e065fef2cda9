using System.Net;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Adapters.Docker;

/// <summary>The engine answered, and not with success.</summary>
internal sealed class EngineException(ErrorKind kind, HttpStatusCode status, string what) : DrException(kind, what)
{
    public HttpStatusCode Status { get; } = status;
}
