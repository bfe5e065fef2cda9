using System.Globalization;
using EventLinkDr.Hosting;

namespace EventLinkDr.Adapters.Processes;

/// <summary>Throwaway directories of killed processes, and the PostgreSQL servers that go on running in them.</summary>
internal static class LocalLeftovers
{
    /// <summary>Removes them. What cannot be removed is left for a later command.</summary>
    /// <param name="place">The directory of temporary files.</param>
    /// <param name="cancellationToken">Stops it between two of them.</param>
    /// <returns>What was removed, for a person.</returns>
    public static async Task<IReadOnlyList<string>> SweepAsync(string place, CancellationToken cancellationToken)
    {
        var removed = new List<string>();
        foreach (var directory in ThrowawayDirectory.FindAbandoned(place, UnprivilegedUser.Id is { } id ? [id] : []))
        {
            var data = Path.Combine(directory, "data");
            var runs = ServerRuns(data);
            if (runs && !await StopAsync(data, cancellationToken).ConfigureAwait(false)) continue;
            try
            {
                Directory.Delete(directory, recursive: true);
                removed.Add(runs ? $"a PostgreSQL server in {directory}" : directory);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Another command removes it at the same time.
            }
        }

        return removed;
    }

    /// <summary>Whether the process that the server's own file names is that server: after a restart of the host the id may be that of any other.</summary>
    private static bool ServerRuns(string data)
    {
        try
        {
            var lines = File.ReadLines(Path.Combine(data, "postmaster.pid")).Take(3).ToList();
            return lines.Count == 3 && int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && long.TryParse(lines[2], NumberStyles.None, CultureInfo.InvariantCulture, out var begun) && ProcessOwner.Runs(id, begun);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task<bool> StopAsync(string data, CancellationToken cancellationToken)
    {
        var programs = await PostgresPrograms.FindAsync("pg_ctl", cancellationToken).ConfigureAwait(false);
        if (programs.Count == 0) return false;
        var (command, arguments) = UnprivilegedUser.Wrap(programs[0].Path, ["-D", data, "-m", "immediate", "-w", "-t", "60", "stop"]);
        var (exitCode, _, _) = await ChildProcess.RunAsync(command, arguments, new Dictionary<string, string?>(), cancellationToken).ConfigureAwait(false);
        return exitCode == 0;
    }
}
