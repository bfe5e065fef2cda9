using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres.Libpq;

namespace EventLinkDr.Hosting;

/// <summary>Makes a target of connection settings the way libpq does: given, then the service, then the environment, then defaults.</summary>
internal sealed class LibpqTarget(ILocalHost host, IOperationObserver observer)
{
    /// <summary>Where servers put their sockets: Debian and its kin, then PostgreSQL's own default.</summary>
    private static readonly string[] SocketDirectories = ["/var/run/postgresql", "/tmp"];

    /// <summary>Whether the environment names a server or a database; a user or password alone names none.</summary>
    public static bool IsNamedBy(ILocalHost host) =>
        Array.Exists(["PGHOST", "PGHOSTADDR", "PGDATABASE", "PGSERVICE"], name => !string.IsNullOrEmpty(host.GetVariable(name)));

    /// <exception cref="DrException"><c>TargetInvalid</c>.</exception>
    public EventLinkTarget Resolve(LibpqSettings given, TargetSource source)
    {
        var environment = LibpqSettings.FromEnvironment(host.GetVariable);
        if ((given["service"] ?? environment["service"]) is { } service) given.FillFrom(ReadService(service));
        given.FillFrom(environment);

        var port = given["port"] ?? EventLinkTarget.DefaultPort.ToString(CultureInfo.InvariantCulture);
        var user = given["user"] ?? host.UserName;
        var database = given["dbname"] ?? user;
        var verifiesName = given["sslmode"] == "verify-full" && given["host"] is not null;
        var address = (verifiesName ? given["host"] : given["hostaddr"] ?? given["host"]) ?? DefaultHost(port);
        if (address.Contains(',', StringComparison.Ordinal) || port.Contains(',', StringComparison.Ordinal))
            throw Invalid("more than one host is given", "one host and one port", address);
        return new EventLinkTarget
        {
            Database = database,
            Username = user,
            Password = given["password"] ?? ReadPassword(given, given["host"] ?? address, port, database, user),
            Host = address,
            Port = int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= ushort.MaxValue ? number
                : throw Invalid("the port is not one", "a number from 1 to 65535", port),
            Source = source,
            SslMode = given["sslmode"],
            SslRootCertificate = given["sslrootcert"],
            SslCertificate = given["sslcert"],
            SslKey = given["sslkey"],
            ConnectTimeout = ConnectTimeout(given["connect_timeout"]),
        };
    }

    private LibpqSettings ReadService(string service)
    {
        var files = new List<string> { host.GetVariable("PGSERVICEFILE") is { Length: > 0 } own ? own : UserFile(".pg_service.conf", "pg_service.conf") };
        files.AddRange(host.GetVariable("PGSYSCONFDIR") is { Length: > 0 } system ? [Path.Combine(system, "pg_service.conf")]
            : ["/etc/postgresql-common/pg_service.conf", "/etc/sysconfig/pgsql/pg_service.conf", "/etc/pg_service.conf"]);
        foreach (var file in files)
            if (host.ReadText(file) is { } text && ServiceFile.Find(text, file, service) is { } found) return found;
        throw Invalid($"the connection service {service} is not defined", $"[{service}] in {files[0]} or the system's pg_service.conf", null);
    }

    private string? ReadPassword(LibpqSettings given, string server, string port, string database, string user)
    {
        var file = given["passfile"] ?? UserFile(".pgpass", "pgpass.conf");
        if (host.ReadText(file) is not { } text) return null;
        if (!host.IsPrivate(file))
        {
            observer.Warning($"The password file {file} can be read by others and is ignored, as libpq does; chmod 600 mends it.");
            return null;
        }

        return PasswordFile.Find(text, Array.IndexOf(SocketDirectories, server) >= 0 ? "localhost" : server, port, database, user);
    }

    private string UserFile(string name, string windowsName) =>
        host.IsWindows ? Path.Combine(host.GetVariable("APPDATA") ?? host.HomeDirectory, "postgresql", windowsName) : Path.Combine(host.HomeDirectory, name);

    private string DefaultHost(string port) =>
        host.IsWindows ? "localhost" : Array.Find(SocketDirectories, directory => host.Exists($"{directory}/.s.PGSQL.{port}")) ?? "localhost";

    /// <summary>libpq: zero or less waits without end, one counts as two.</summary>
    private static TimeSpan? ConnectTimeout(string? value)
    {
        if (value is null) return null;
        if (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
            throw Invalid("the connect timeout is not one", "a number of seconds", value);
        return TimeSpan.FromSeconds(seconds <= 0 ? 0 : Math.Max(seconds, 2));
    }

    private static DrException Invalid(string what, string expected, string? found) => new(ErrorTable.TargetInvalid, what) { Expected = expected, Found = found };
}
