using EventLinkDr.Diagnostics;

namespace EventLinkDr.Operations.Backup;

/// <summary>Decides how a backup is made.</summary>
internal static class BackupPlanner
{
    private const int MostJobs = 8;

    /// <exception cref="DrException"><c>PgDumpUnsuitable</c>.</exception>
    public static BackupPlan Plan(BackupOptions options, BackupFacts facts)
    {
        if (facts.PgDumpVersion.Major != facts.ServerVersion.Major)
        {
            throw new DrException(ErrorTable.PgDumpUnsuitable, "pg_dump does not fit the server")
            {
                Expected = $"pg_dump {facts.ServerVersion.Major}",
                Found = facts.PgDump,
                Remedy = $"Install the PostgreSQL {facts.ServerVersion.Major} client (Debian: postgresql-client-{facts.ServerVersion.Major}).",
            };
        }

        return new BackupPlan(options, facts, Math.Max(1, options.Jobs ?? Math.Min(MostJobs, facts.Cores)));
    }
}
