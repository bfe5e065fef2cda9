using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Restore;

/// <summary>Collects the facts a restore is planned on. Changes nothing.</summary>
internal sealed class RestoreFactsReader(IDeployment deployment)
{
    private string Database => deployment.Target.Database;

    public async Task<RestoreFacts> ReadAsync(ContentFacts content, RestoreMode mode, string lockName, CancellationToken cancellationToken)
    {
        var leftovers = await new LeftoverCleanup(deployment).FindAsync(cancellationToken).ConfigureAwait(false);
        var session = await MaintenanceSession.OpenAsync(deployment.Server, Database, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await PoolerCheck.EnsureDirectAsync(session, cancellationToken).ConfigureAwait(false);
            var existing = await ReadExistingAsync(session, cancellationToken).ConfigureAwait(false);
            return new RestoreFacts
            {
                Server = deployment.Server.Description,
                Database = Database,
                State = await ServerState.ReadAsync(session, cancellationToken).ConfigureAwait(false),
                Content = content,
                Existing = existing,
                Template = await ReadTemplateAsync(session, cancellationToken).ConfigureAwait(false),
                InPlace = mode == RestoreMode.InPlace && existing is not null ? await ReadInPlaceAsync(cancellationToken).ConfigureAwait(false) : null,
                Busy = await RunLock.IsHeldAsync(session, lockName, cancellationToken).ConfigureAwait(false),
                Services = mode == RestoreMode.NewDatabase ? [] : await deployment.Services.ListRunningAsync(cancellationToken).ConfigureAwait(false),
                Leftovers = leftovers,
                FreeSpace = await deployment.ReadFreeSpaceAsync(cancellationToken).ConfigureAwait(false),
                Cores = Environment.ProcessorCount,
            };
        }
    }

    private async Task<ExistingDatabase?> ReadExistingAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        if (await DatabaseIdentity.FindAsync(session, Database, cancellationToken).ConfigureAwait(false) is not { } identity) return null;
        if (await DatabasePropertiesReader.ReadAsync(session, Database, cancellationToken).ConfigureAwait(false) is not { } properties) return null;
        var size = await session.QueryAsync(
            """
            SELECT CASE WHEN has_database_privilege(oid, 'CONNECT') OR pg_has_role('pg_read_all_stats', 'USAGE') THEN pg_database_size(oid) END
            FROM pg_database WHERE oid::bigint = $1
            """, cancellationToken, (long)identity.Oid).ConfigureAwait(false);
        return new ExistingDatabase
        {
            Database = identity,
            Properties = properties,
            Blockers = await SwapBlockers.ReadAsync(session, identity, cancellationToken).ConfigureAwait(false),
            Size = size.Count == 0 || size[0].IsNull(0) ? null : size[0].Get<long>(0),
        };
    }

    private static async Task<DatabaseProperties> ReadTemplateAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var template = await DatabasePropertiesReader.ReadAsync(session, "template1", cancellationToken).ConfigureAwait(false)
            ?? await DatabasePropertiesReader.ReadAsync(session, "template0", cancellationToken).ConfigureAwait(false)
            ?? throw new DrException(ErrorTable.ServerError, "the server has neither template1 nor template0");
        var user = await session.QueryAsync("SELECT current_user::text", cancellationToken).ConfigureAwait(false);
        // Only what a new database takes over from a template.
        return new DatabaseProperties
        {
            Owner = user[0].Get<string>(0),
            Encoding = template.Encoding,
            LocaleProvider = template.LocaleProvider,
            Collate = template.Collate,
            CType = template.CType,
            Locale = template.Locale,
            IcuRules = template.IcuRules,
        };
    }

    private async Task<InPlaceFacts> ReadInPlaceAsync(CancellationToken cancellationToken)
    {
        var session = await deployment.Server.OpenAsync(new SessionOptions(Database), cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false)) return await InPlaceFactsReader.ReadAsync(session, cancellationToken).ConfigureAwait(false);
    }
}
