using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Restore;

/// <summary>Throwaway servers that backups are tried on.</summary>
internal static class ServerForBackup
{
    private const string Maintenance = "postgres";

    /// <summary>Starts one. The version the backup was made on proves most: another one may print values in another way.</summary>
    /// <exception cref="DrException"><c>NoThrowawayServer</c>.</exception>
    public static async Task<IThrowawayServer> StartAsync(IAdapters adapters, BackupManifest? manifest, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var major = MajorOf(manifest);
        try
        {
            return await adapters.ThrowawayServers.StartAsync(major, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.NoThrowawayServer && major is not null)
        {
            observer.Decision($"no PostgreSQL {major} is at hand, so the newest is taken");
            return await adapters.ThrowawayServers.StartAsync(null, observer, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Major version of the server a backup was made on; null without a manifest.</summary>
    public static int? MajorOf(BackupManifest? manifest) => manifest is null ? null : PostgresVersion.Find(manifest.ServerVersion)?.Major;

    /// <summary>Creates the roles a backup needs, those that are missing; nobody can log in as one.</summary>
    public static async Task CreateRolesAsync(IPostgresServer server, IReadOnlyList<string> roles, CancellationToken cancellationToken)
    {
        var session = await server.OpenAsync(new SessionOptions(Maintenance), cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            foreach (var role in roles)
            {
                var known = await session.QueryAsync("SELECT FROM pg_catalog.pg_roles WHERE rolname = $1", cancellationToken, role).ConfigureAwait(false);
                if (known.Count == 0) await session.ExecuteAsync($"CREATE ROLE {Sql.Name(role)}", cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Lets a role log in with a password of our own making.</summary>
    public static async Task AllowLoginAsync(IPostgresServer server, string role, string password, CancellationToken cancellationToken)
    {
        var session = await server.OpenAsync(new SessionOptions(Maintenance), cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
            await session.ExecuteAsync($"ALTER ROLE {Sql.Name(role)} LOGIN PASSWORD {Sql.Text(password)}", cancellationToken).ConfigureAwait(false);
    }
}
