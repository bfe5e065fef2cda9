using System.Globalization;

namespace EventLinkDr.Postgres.Load;

/// <summary>Settings that make a load fast, for its sessions only.</summary>
internal static class LoadSettings
{
    /// <summary>More is no faster: sorts that outgrow the processor's caches cost more than the merge of smaller ones.</summary>
    private const int MaintenanceKilobytes = 64 * 1024;

    /// <summary>As many builds run as there are sessions, so workers of their own would only get in each other's way.</summary>
    public const string WithoutWorkers = "SET max_parallel_maintenance_workers = 0";

    /// <summary>For a build that has the server to itself.</summary>
    public const string WithWorkers = "RESET max_parallel_maintenance_workers";

    /// <summary>
    /// For the transaction of the caller, whose commit must be as durable as any.
    /// </summary>
    public static string ForTransaction { get; } = MaintenanceMemory(local: true);

    /// <summary>Puts back what matters to the caller of a borrowed session.</summary>
    public const string TakeBack = "RESET SESSION AUTHORIZATION; RESET ROLE; SELECT pg_catalog.set_config('search_path', '', false); SET row_security = off;";

    /// <summary>For a session of our own.</summary>
    /// <param name="jobs">Sessions that load.</param>
    public static string For(int jobs) =>
        // What a crash would lose is a database that does not serve yet.
        "SET synchronous_commit = off; " + (jobs > 1 ? WithoutWorkers + "; " : "") + MaintenanceMemory(local: false);

    /// <summary>The memory that index builds need, never less than the server is set to.</summary>
    private static string MaintenanceMemory(bool local) => string.Create(CultureInfo.InvariantCulture,
        $"""
        SELECT pg_catalog.set_config(name, GREATEST(setting::pg_catalog.int8, {MaintenanceKilobytes})::pg_catalog.text || 'kB', {local})
        FROM pg_catalog.pg_settings WHERE name = 'maintenance_work_mem'
        """);
}
