using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Load;

namespace EventLinkDr.Scenarios.Restore;

/// <summary>A backup that is a piece of SQL, so that what stands round the loading can be tested alone.</summary>
internal sealed class SqlContent : IRestoreContent
{
    public const string Table = "CREATE TABLE public.which (name text NOT NULL DEFAULT 'restored', at timestamptz NOT NULL DEFAULT clock_timestamp()); INSERT INTO public.which DEFAULT VALUES;";

    public string Sql { get; init; } = Table;

    public ProofOutcome Outcome { get; init; } = ProofOutcome.Proven;

    /// <summary>Called once everything is loaded.</summary>
    public Func<Task> OnLoaded { get; init; } = () => Task.CompletedTask;

    public ContentFacts Facts { get; init; } = new()
    {
        Backup = new BackupSet { Name = "x.sql.gz", Path = "/x.sql.gz", State = BackupState.Foreign, Time = DateTimeOffset.UtcNow, Size = 1 },
        Encoding = "UTF8",
    };

    /// <summary>Facts of a backup of ours that was taken an hour ago.</summary>
    public static ContentFacts Proven(string database, DatabaseProperties properties) => new()
    {
        Encoding = "UTF8",
        Properties = properties,
        ServerVersion = new PostgresVersion(150000),
        Backup = new BackupSet
        {
            Name = "x.sql.gz", Path = "/x.sql.gz", State = BackupState.Complete, Time = DateTimeOffset.UtcNow.AddHours(-1), Size = 1,
            Manifest = new BackupManifest
            {
                Id = Guid.NewGuid(), FileName = "x.sql.gz", FileLength = 1, FileSha256 = "", ToolVersion = "0", Engine = "parallel", Database = database,
                ServerVersion = "15.0", PgDumpVersion = "15.0", SystemIdentifier = "1", SnapshotTime = DateTimeOffset.UtcNow.AddHours(-1), SnapshotLsn = "0/0", Timeline = 1,
                Started = DateTimeOffset.UtcNow, Finished = DateTimeOffset.UtcNow, Encoding = "UTF8", Properties = properties, Tables = [], Members = [],
            },
        },
    };

    public async Task<LoadResult> LoadAsync(IPostgresServer server, string database, LoadOptions options, IOperationObserver observer, CancellationToken cancellationToken)
    {
        await using var session = await server.OpenAsync(new SessionOptions(database), cancellationToken);
        return await LoadAsync(session, options, observer, cancellationToken);
    }

    public async Task<LoadResult> LoadAsync(IPostgresSession session, LoadOptions options, IOperationObserver observer, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(Sql, cancellationToken);
        await OnLoaded();
        return new LoadResult { Tables = [], Skipped = [], DropsOfNothing = 0, TextLength = 0, Phases = [] };
    }

    public Task<ProofReport> ProveAsync(IPostgresServer server, string database, LoadOptions options, LoadResult loaded, IOperationObserver observer,
        CancellationToken cancellationToken) => Task.FromResult(Report());

    public Task<ProofReport> ProveAsync(IPostgresSession session, LoadOptions options, LoadResult loaded, IOperationObserver observer, CancellationToken cancellationToken) =>
        Task.FromResult(Report());

    private ProofReport Report() => new() { Tables = [new TableProof("public.which", Outcome, 1, 1, Outcome == ProofOutcome.Failed ? "made up" : null)] };
}
