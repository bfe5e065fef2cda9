using System.Globalization;

namespace EventLinkDr.Postgres.Load;

/// <summary>Settings that make a load fast, for its sessions only.</summary>
internal static class LoadSettings
{
    private const int SharedMemoryKilobytes = 512 * 1024;

    /// <summary>
    /// For the transaction of the caller, whose commit must be as durable as any.
    /// </summary>
    public static string ForTransaction { get; } = MaintenanceMemory(1, local: true);

    /// <summary>Puts back what matters to the caller of a borrowed session.</summary>
    public const string TakeBack = "RESET SESSION AUTHORIZATION; RESET ROLE; SELECT pg_catalog.set_config('search_path', '', false); SET row_security = off;";

    /// <summary>For a session of our own.</summary>
    /// <param name="jobs">Sessions that share the memory of the server.</param>
    public static string For(int jobs) =>
        // What a crash would lose is a database that does not serve yet.
        "SET synchronous_commit = off; " + MaintenanceMemory(jobs, local: false);

    /// <summary>More memory for index builds than the server's default, never less than it is set to.</summary>
    private static string MaintenanceMemory(int jobs, bool local) => string.Create(CultureInfo.InvariantCulture,
        $"""
        SELECT pg_catalog.set_config(name, GREATEST(setting::pg_catalog.int8, {SharedMemoryKilobytes / Math.Clamp(jobs, 1, 8)})::pg_catalog.text || 'kB', {local})
        FROM pg_catalog.pg_settings WHERE name = 'maintenance_work_mem'
        """);
}
