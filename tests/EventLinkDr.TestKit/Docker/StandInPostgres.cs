namespace EventLinkDr.TestKit.Docker;

/// <summary>
/// A stand-in for <c>postgres:15-alpine</c> (or, with bash and without nc, for <c>postgres:15</c>), put together from this machine's own
/// PostgreSQL: same variables, paths, ports, user and behaviour at first start as far as the tests need them. It is not the official image.
/// </summary>
public static class StandInPostgres
{
    private static readonly string[] Coreutils =
        ["sed", "cat", "chmod", "chown", "cp", "df", "env", "head", "id", "ls", "mkdir", "mv", "printf", "rm", "sleep", "sort", "tail", "touch", "true", "wc", "ps", "kill"];

    // Does what the official image's entry point does for a first start; the names of the variables are those of that image.
    private const string EntryPoint = """
        #!/bin/sh
        set -e
        if [ "${1#-}" != "$1" ]; then set -- postgres "$@"; fi
        if [ "$1" != postgres ]; then exec "$@"; fi
        if [ "$(id -u)" = 0 ]; then
            mkdir -p "$PGDATA" /run/postgresql
            chown -R postgres:postgres "$PGDATA" /run/postgresql
            chmod 700 "$PGDATA"
            exec setpriv --reuid=postgres --regid=postgres --clear-groups "$0" "$@"
        fi
        if [ ! -s "$PGDATA/PG_VERSION" ]; then
            : "${POSTGRES_USER:=postgres}" "${POSTGRES_DB:=$POSTGRES_USER}"
            if [ -z "$POSTGRES_PASSWORD" ]; then echo "POSTGRES_PASSWORD is not set" >&2; exit 1; fi
            printf '%s\n' "$POSTGRES_PASSWORD" > "/tmp/password"
            initdb -D "$PGDATA" -U "$POSTGRES_USER" --pwfile="/tmp/password" $POSTGRES_INITDB_ARGS
            rm "/tmp/password"
            echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
            # The official image starts a server for this; one that serves nobody is quicker.
            if [ "$POSTGRES_DB" != postgres ]; then
                printf 'CREATE DATABASE "%s"\n' "$POSTGRES_DB" | postgres --single -D "$PGDATA" postgres > /dev/null
            fi
        fi
        exec "$@"

        """;

    /// <summary>What the image sets, as <c>docker import --change</c> takes it.</summary>
    public static IReadOnlyList<string> Changes { get; } =
    [
        "ENV PATH=/usr/lib/postgresql/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "ENV LANG=C.UTF-8",
        "ENV PGDATA=/var/lib/postgresql/data",
        "EXPOSE 5432",
        "VOLUME /var/lib/postgresql/data",
        "LABEL eventlinkdr.stand-in=\"put together by the tests from local packages; not the official postgres image\"",
        "ENTRYPOINT [\"/usr/local/bin/docker-entrypoint.sh\"]",
        "CMD [\"postgres\"]",
    ];

    /// <summary>Why the image cannot be made here; null when it can.</summary>
    public static string? Missing(StandInFlavour flavour)
    {
        string[] needed = flavour == StandInFlavour.Alpine ? ["busybox", "setpriv"] : ["bash", "setpriv", .. Coreutils];
        if (Installation() is null) return "no Debian package of the PostgreSQL server is installed";
        return needed.FirstOrDefault(name => RootFileSystem.FindProgram(name) is null) is { } missing ? $"{missing} is not installed" : null;
    }

    /// <summary>Puts the files together.</summary>
    public static async Task<RootFileSystem> BuildAsync(StandInFlavour flavour, CancellationToken cancellationToken)
    {
        var prefix = Installation()!;
        var programs = prefix + "/bin";
        var share = "/usr/share/postgresql/" + Path.GetFileName(prefix);
        // Just-in-time compilation would add a hundred megabytes.
        var files = new RootFileSystem()
            .Tree(prefix, filter: path => !path.Contains("llvmjit", StringComparison.Ordinal) && !path.Contains("/bitcode", StringComparison.Ordinal)
                && !path.Contains("/pgxs", StringComparison.Ordinal))
            .Tree(share)
            .Tree("/usr/share/zoneinfo")
            .Tree("/usr/lib/locale/C.utf8")
            .Libraries([.. Directory.EnumerateFiles(programs),
                .. Directory.EnumerateFiles(prefix + "/lib", "*.so").Where(path => !path.Contains("llvmjit", StringComparison.Ordinal))])
            .Programs("setpriv")
            .Link("/usr/lib/postgresql/bin", programs)
            .Text(share + "/postgresql.conf.sample", await File.ReadAllTextAsync(share + "/postgresql.conf.sample", cancellationToken) + "\nlisten_addresses = '*'\n")
            .Text("/usr/local/bin/docker-entrypoint.sh", EntryPoint, executable: true)
            .Directory("/var/lib/postgresql");
        return flavour == StandInFlavour.Alpine ? BusyBox(files) : files.Programs(["bash", .. Coreutils]).Link("/usr/bin/sh", "bash");
    }

    /// <summary>Where Debian puts the newest version: <c>/usr/lib/postgresql/15</c>.</summary>
    private static string? Installation() => !Directory.Exists("/usr/lib/postgresql") ? null
        : Directory.EnumerateDirectories("/usr/lib/postgresql").Where(directory => File.Exists(directory + "/bin/initdb"))
            .OrderByDescending(directory => int.TryParse(Path.GetFileName(directory), out var major) ? major : 0).FirstOrDefault();

    private static RootFileSystem BusyBox(RootFileSystem files)
    {
        files.Programs("busybox");
        foreach (var applet in new[] { "sh", "ash", "nc", "seq", "tr", "dd", "grep", "awk", "date", "yes", "sha256sum", "stat", "pgrep" }.Concat(Coreutils))
            files.Link("/usr/bin/" + applet, "busybox");
        return files;
    }
}
