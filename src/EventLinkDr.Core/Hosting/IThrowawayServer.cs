using EventLinkDr.Model;

namespace EventLinkDr.Hosting;

/// <summary>A PostgreSQL server made for one purpose. Disposed, nothing of it stays.</summary>
public interface IThrowawayServer : IAsyncDisposable
{
    /// <summary>How it is reached; its user is a superuser.</summary>
    EventLinkTarget Target { get; }

    /// <summary>What it is and where, for a person: <c>PostgreSQL 15.18 in /tmp/…</c>.</summary>
    string Description { get; }

    /// <summary>Leaves it standing when disposed.</summary>
    /// <returns>Commands that reach it and that remove it, for a person.</returns>
    IReadOnlyList<string> Keep();
}
