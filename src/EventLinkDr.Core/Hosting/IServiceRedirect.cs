using EventLinkDr.Diagnostics;

namespace EventLinkDr.Hosting;

/// <summary>Points the services of a deployment at another database server.</summary>
public interface IServiceRedirect
{
    /// <summary>What is changed, for a person: <c>DATABASE_URL in /srv/eventlink/.env</c>.</summary>
    string Description { get; }

    /// <summary>What a person has to do besides; nothing is changed.</summary>
    IReadOnlyList<string> ListNotes();

    /// <summary>Points them at it. Done again, it does no harm.</summary>
    /// <param name="host">Name or address, as the services reach it.</param>
    /// <param name="port">Port, as the services reach it.</param>
    /// <param name="services">Those that ran before and are stopped now.</param>
    /// <param name="hold">Whether they must not run afterwards; otherwise they may.</param>
    /// <param name="observer">Is told what was changed, and what could not be.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>TargetInvalid</c>, <c>RecreationRefused</c>, <c>ServiceUnhealthy</c>, <c>EngineError</c>.</exception>
    Task RedirectAsync(string host, int port, IReadOnlyList<string> services, bool hold, IOperationObserver observer, CancellationToken cancellationToken);
}
