namespace EventLinkDr.Build;

/// <summary>What the tests need beside the SDK. As root on Debian it is installed; elsewhere it is named.</summary>
internal static class Prerequisites
{
    private const string MotoNeeds = "python3-boto3 python3-cryptography python3-flask python3-flask-cors python3-responses python3-xmltodict python3-yaml";

    private static readonly Prerequisite[] All =
    [
        new("PostgreSQL server programs (postgres, initdb)", "postgresql", Required: true, HasPostgresServer),
        new("PostgreSQL client programs (psql, pg_dump)", "postgresql-client", Required: true, () => Command.Find("psql") is not null),
        new("PostgreSQL contrib extensions", "postgresql-contrib", Required: true, HasContrib),
        new("a Docker engine (dockerd)", "docker.io", Required: false, () => Command.Find("dockerd") is not null),
        new("docker-compose, whose behaviour the maintenance tests are about", "docker-compose", Required: false, () => Command.Find("docker-compose") is not null),
        new("iptables, which the engine uses", "iptables", Required: false, () => Command.Find("iptables") is not null),
        new("busybox, for the images the tests put together", "busybox", Required: false, () => Command.Find("busybox") is not null),
        new("ps, for the images the tests put together", "procps", Required: false, () => Command.Find("ps") is not null),
        new("the age program, for interchange", "age", Required: false, () => Command.Find("age") is not null),
        new("a browser, which shows reports to the tests", "chromium", Required: false, () => Command.Find("chromium") is not null),
        new("npm, which fetches Azurite and test vectors", "npm", Required: false, () => Command.Find("npm") is not null),
        new("what moto, the stand-in for S3, is made with", MotoNeeds, Required: false, HasMoto),
    ];

    /// <returns>Whether the tests can run.</returns>
    public static bool Ensure()
    {
        var missing = Missing();
        if (missing.Count == 0) return true;
        if (OperatingSystem.IsLinux() && Environment.UserName == "root" && Command.Find("apt-get") is { } apt)
        {
            Install(apt, missing);
            missing = Missing();
        }

        foreach (var item in missing)
            Console.Error.WriteLine($"{(item.Required ? "Missing" : "Not there, its tests are skipped")}: {item.Description}. Debian: apt-get install {item.Package}");
        return !missing.Exists(item => item.Required);
    }

    private static List<Prerequisite> Missing() => [.. All.Where(item => !item.Present())];

    private static void Install(string apt, List<Prerequisite> missing)
    {
        var environment = new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive" };
        Console.WriteLine($"Installing {string.Join(", ", missing.Select(item => item.Package))}");
        string[] quiet = ["-qq", "-o", "Dpkg::Use-Pty=0", "-o", "Acquire::Retries=3"];
        Command.Run(apt, [.. quiet, "update"], TimeSpan.FromMinutes(10), environment);
        string[] install = [.. quiet, "install", "-y", "--no-install-recommends"];
        var code = Command.Run(apt, [.. install, .. missing.SelectMany(item => item.Package.Split(' '))], TimeSpan.FromMinutes(20), environment);
        if (code == 0) return;
        // One package that cannot be had must not keep the others away.
        foreach (var item in missing) Command.Run(apt, [.. install, .. item.Package.Split(' ')], TimeSpan.FromMinutes(20), environment);
    }

    private static bool HasPostgresServer() =>
        (Command.Find("postgres") is not null && Command.Find("initdb") is not null)
        || Programs("/usr/lib/postgresql", "initdb") || Programs("/opt/homebrew/opt", "initdb") || Programs("/usr", "initdb", "pgsql-*")
        || (Environment.GetEnvironmentVariable("ProgramFiles") is { Length: > 0 } files && Programs(Path.Combine(files, "PostgreSQL"), "initdb.exe"));

    private static bool HasContrib() =>
        !OperatingSystem.IsLinux() || !Directory.Exists("/usr/share/postgresql")
        || Directory.EnumerateDirectories("/usr/share/postgresql").Any(version => File.Exists(Path.Combine(version, "extension", "pgcrypto.control")));

    // Moto itself is in the next Debian; the tests unpack it, and it runs on the libraries of this one.
    private static bool HasMoto() =>
        Command.Find("moto_server") is not null || Directory.Exists("/usr/lib/python3/dist-packages/boto3") && Directory.Exists("/usr/lib/python3/dist-packages/flask_cors")
        && Directory.Exists("/usr/lib/python3/dist-packages/responses");

    private static bool Programs(string root, string program, string pattern = "*") =>
        Directory.Exists(root) && Directory.EnumerateDirectories(root, pattern).Any(version => File.Exists(Path.Combine(version, "bin", program)));

    private sealed record Prerequisite(string Description, string Package, bool Required, Func<bool> Present);
}
