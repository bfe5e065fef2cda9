using EventLinkDr.Diagnostics;

namespace EventLinkDr.Postgres.Databases;

/// <summary>Sessions for work on a database that must not be connected to meanwhile.</summary>
internal static class MaintenanceSession
{
    private static readonly string[] Candidates = ["postgres", "template1"];

    /// <summary>Opens one in <c>postgres</c>, or in <c>template1</c> where that is missing, closed to us, or the database in question.</summary>
    public static async Task<IPostgresSession> OpenAsync(IPostgresServer server, string database, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        DrException? refused = null;
        foreach (var candidate in Candidates)
        {
            if (candidate == database) continue;
            try
            {
                return await server.OpenAsync(new SessionOptions(candidate), cancellationToken).ConfigureAwait(false);
            }
            catch (DrException error) when (error.Id is "DatabaseNotFound" or "PrivilegeMissing" or "ServerAuthenticationFailed")
            {
                refused ??= error;
            }
        }

        throw refused!;
    }
}
