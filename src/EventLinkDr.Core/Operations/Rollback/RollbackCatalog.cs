using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Rollback;

/// <summary>The kept databases of a deployment.</summary>
/// <param name="deployment">The deployment.</param>
public sealed class RollbackCatalog(IDeployment deployment)
{
    /// <summary>Lists those of the deployment's database, newest first.</summary>
    /// <exception cref="DrException"><c>ServerUnreachable</c>.</exception>
    public async Task<IReadOnlyList<KeptDatabase>> ListAsync(CancellationToken cancellationToken)
    {
        var database = deployment.Target.Database;
        var session = await MaintenanceSession.OpenAsync(deployment.Server, database, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
            return [.. (await ListAsync(session, database, cancellationToken).ConfigureAwait(false)).Select(Describe)];
    }

    internal static async Task<IReadOnlyList<MarkedDatabase>> ListAsync(IPostgresSession session, string database, CancellationToken cancellationToken)
    {
        var marked = await MarkedDatabase.ListAsync(session, cancellationToken).ConfigureAwait(false);
        return [.. marked.Where(candidate => candidate.Mark.State == DatabaseMarkState.Kept && candidate.Mark.Database == database)];
    }

    /// <summary>The kept database of a name; the newest for null.</summary>
    /// <exception cref="DrException"><c>RollbackNotFound</c>.</exception>
    internal static MarkedDatabase Choose(IReadOnlyList<MarkedDatabase> kept, string database, string? name)
    {
        var usable = kept.Where(candidate => !candidate.IsBroken);
        var chosen = name is null ? usable.FirstOrDefault() : kept.FirstOrDefault(candidate => candidate.Database.Name == name);
        return chosen ?? throw new DrException(ErrorTable.RollbackNotFound,
            name is null ? $"no database was kept for {database}" : $"{name} is no kept database of {database}")
        {
            Found = kept.Count == 0 ? null : string.Join(", ", kept.Select(candidate => candidate.Database.Name)),
            Subject = name ?? database,
        };
    }

    internal static KeptDatabase Describe(MarkedDatabase marked) => new()
    {
        Name = marked.Database.Name, Database = marked.Mark.Database, Replaced = marked.Mark.Time, Size = marked.Size, Sessions = marked.Sessions, Oid = marked.Database.Oid,
    };
}
