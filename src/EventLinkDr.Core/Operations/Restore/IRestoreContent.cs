using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Load;

namespace EventLinkDr.Operations.Restore;

/// <summary>A backup, as a restore sees it: something that can be loaded and proven.</summary>
internal interface IRestoreContent
{
    /// <summary>What is known of it.</summary>
    ContentFacts Facts { get; }

    /// <summary>Loads it into an empty database, on several sessions.</summary>
    Task<LoadResult> LoadAsync(IPostgresServer server, string database, LoadOptions options, IOperationObserver observer, CancellationToken cancellationToken);

    /// <summary>Loads it on one session, within its transaction.</summary>
    Task<LoadResult> LoadAsync(IPostgresSession session, LoadOptions options, IOperationObserver observer, CancellationToken cancellationToken);

    /// <summary>Reads the database back and compares.</summary>
    Task<ProofReport> ProveAsync(IPostgresServer server, string database, LoadOptions options, LoadResult loaded, IOperationObserver observer,
        CancellationToken cancellationToken);

    /// <summary>Reads back on one session, within its transaction.</summary>
    Task<ProofReport> ProveAsync(IPostgresSession session, LoadOptions options, LoadResult loaded, IOperationObserver observer, CancellationToken cancellationToken);
}
