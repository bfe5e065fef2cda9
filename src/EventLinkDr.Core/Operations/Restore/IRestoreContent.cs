using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Restore;

/// <summary>A backup, as a restore sees it: something that can be loaded and proven.</summary>
internal interface IRestoreContent
{
    /// <summary>What is known of it.</summary>
    ContentFacts Facts { get; }

    /// <summary>Loads it into an empty database, on several sessions.</summary>
    Task<LoadedContent> LoadAsync(IPostgresServer server, string database, LoadRequest request, IOperationObserver observer, CancellationToken cancellationToken);

    /// <summary>Loads it on one session, within its transaction.</summary>
    Task<LoadedContent> LoadAsync(IPostgresSession session, LoadRequest request, IOperationObserver observer, CancellationToken cancellationToken);

    /// <summary>Reads the database back and compares.</summary>
    Task<ProofReport> ProveAsync(IPostgresServer server, string database, LoadRequest request, LoadedContent loaded, IOperationObserver observer,
        CancellationToken cancellationToken);

    /// <summary>Reads back on one session, within its transaction.</summary>
    Task<ProofReport> ProveAsync(IPostgresSession session, LoadRequest request, LoadedContent loaded, IOperationObserver observer, CancellationToken cancellationToken);
}
