using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Adapters.Deployments;

/// <summary>Where a server keeps its data, and how much room is left there: on this host or in a container. Whoever may not see it is told nothing.</summary>
internal static class ServerDirectory
{
    private static readonly TimeSpan SameClock = TimeSpan.FromSeconds(1);

    /// <summary>Free bytes, if the server runs on this host; another host may have a directory of the same name, so its time is compared.</summary>
    public static async Task<long?> ReadLocalSpaceAsync(IPostgresServer server, string database, CancellationToken cancellationToken)
    {
        if (await FindAsync(server, database, cancellationToken).ConfigureAwait(false) is not { } found) return null;
        try
        {
            var here = new DirectoryInfo(found.Path);
            return here.Exists && (here.LastWriteTimeUtc - found.Modified).Duration() < SameClock ? new DriveInfo(found.Path).AvailableFreeSpace : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Free bytes on the volume in a container.</summary>
    public static async Task<long?> ReadSpaceAsync(IPostgresServer server, string database, IContainerHost containers, string container, CancellationToken cancellationToken)
    {
        if (await FindAsync(server, database, cancellationToken).ConfigureAwait(false) is not { } found) return null;
        try
        {
            var (exitCode, output, _) = await ContainerProgram.RunAsync(containers, container, new ContainerCommand("df", "-Pk", found.Path), cancellationToken).ConfigureAwait(false);
            return exitCode == 0 ? ReadTable(output) : null;
        }
        catch (DrException)
        {
            // An image without df; the plan says that the space is not known.
            return null;
        }
    }

    /// <summary>The fourth column of the last line is the space available, in kilobytes (POSIX).</summary>
    internal static long? ReadTable(string output)
    {
        var columns = output.TrimEnd().Split('\n')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return columns.Length >= 6 && long.TryParse(columns[3], NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1024 : null;
    }

    private static async Task<(string Path, DateTime Modified)?> FindAsync(IPostgresServer server, string database, CancellationToken cancellationToken)
    {
        try
        {
            var session = await MaintenanceSession.OpenAsync(server, database, cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                var rows = await session.QueryAsync("SELECT current_setting('data_directory'), (pg_stat_file('.')).modification", cancellationToken).ConfigureAwait(false);
                return (rows[0].Get<string>(0), rows[0].Get<DateTime>(1));
            }
        }
        catch (PostgresErrorException error) when (error.SqlState == "42501")
        {
            return null;
        }
    }
}
