using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Schema;

/// <summary>Reads schema revisions and compares them. Changes nothing.</summary>
public sealed class SchemaOperation(IDeployment deployment)
{
    /// <summary>Whether a container may be made, and removed again, to ask the code of a backend that does not run.</summary>
    public bool MayCreateContainer { get; init; } = true;

    /// <summary>The code's revisions where they are known already.</summary>
    internal CodeRevisions? Code { get; init; }

    /// <summary>Reads them.</summary>
    /// <param name="backup">A backup to compare too; null for none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>ServerUnreachable</c>, <c>EngineUnreachable</c>.</exception>
    public async Task<SchemaStatus> ReadAsync(BackupSet? backup, CancellationToken cancellationToken)
    {
        var reader = new CodeReader(deployment, MayCreateContainer);
        var code = Code ?? await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var (revision, missing) = await ReadDatabaseAsync(cancellationToken).ConfigureAwait(false);
        return new SchemaStatus
        {
            Target = deployment.Target.ToString(),
            Database = revision,
            Code = code?.Heads ?? [],
            Relation = code?.Relate(revision) ?? SchemaRelation.Unknown,
            Backup = backup?.Revision,
            BackupRelation = backup is null ? null : code?.Relate(backup.Revision) ?? SchemaRelation.Unknown,
            Detail = string.Join("; ", new[] { missing, code is null ? reader.Reason : null }.OfType<string>()) is { Length: > 0 } detail ? detail : null,
        };
    }

    /// <summary>Tells whether the running code knows a revision; null where it cannot be asked.</summary>
    public async Task<bool?> KnowsAsync(string revision, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(revision);
        var code = await new CodeReader(deployment, MayCreateContainer).ReadAsync(cancellationToken).ConfigureAwait(false);
        return code?.Knows(revision);
    }

    private async Task<(string? Revision, string? Missing)> ReadDatabaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            var session = await deployment.Server.OpenAsync(new SessionOptions(deployment.Target.Database), cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                var revision = await AlembicRevision.ReadAsync(session, cancellationToken).ConfigureAwait(false);
                return (revision, revision is null ? "the database holds no revision" : null);
            }
        }
        catch (DrException error) when (error.Kind == ErrorTable.DatabaseNotFound)
        {
            return (null, "the database does not exist");
        }
    }
}
