using System.Globalization;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Adapters.Docker;

/// <summary>Where an engine is. <c>DOCKER_HOST</c>, <c>DOCKER_TLS_VERIFY</c> and <c>DOCKER_CERT_PATH</c> mean what they mean to the docker command.</summary>
/// <param name="Transport">How it is reached.</param>
/// <param name="Path">Path of the socket, name of the pipe, or host name.</param>
/// <param name="Port">TCP port; 0 otherwise.</param>
/// <param name="CertificateDirectory">Directory of <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>; null without TLS.</param>
internal sealed record EngineAddress(EngineTransport Transport, string Path, int Port = 0, string? CertificateDirectory = null)
{
    private const int PlainPort = 2375;
    private const int TlsPort = 2376;

    /// <summary>The engine that the environment names, else the one in its usual place.</summary>
    public static EngineAddress FromEnvironment() => FromEnvironment(Environment.GetEnvironmentVariable);

    /// <inheritdoc cref="FromEnvironment()"/>
    public static EngineAddress FromEnvironment(Func<string, string?> variable) =>
        variable("DOCKER_HOST") is { Length: > 0 } host ? Parse(host, CertificatesOf(variable)) : Usual(variable);

    /// <summary>Reads an address as in <c>DOCKER_HOST</c>.</summary>
    /// <exception cref="DrException"><c>TargetInvalid</c>.</exception>
    public static EngineAddress Parse(string host, string? certificateDirectory)
    {
        var colon = host.IndexOf("://", StringComparison.Ordinal);
        var rest = colon < 0 ? host : host[(colon + 3)..];
        return (colon < 0 ? "tcp" : host[..colon].ToLowerInvariant()) switch
        {
            "unix" when rest.Length > 0 => new EngineAddress(EngineTransport.UnixSocket, rest),
            "npipe" when PipeName(rest) is { } name => new EngineAddress(EngineTransport.NamedPipe, name),
            "tcp" or "http" => ParseTcp(host, rest, certificateDirectory),
            "https" => ParseTcp(host, rest, certificateDirectory ?? UserDirectory()),
            _ => throw Invalid(host),
        };
    }

    public override string ToString() => Transport switch
    {
        EngineTransport.UnixSocket => "unix://" + Path,
        EngineTransport.NamedPipe => "npipe:////./pipe/" + Path,
        _ => string.Create(CultureInfo.InvariantCulture, $"tcp://{(Path.Contains(':', StringComparison.Ordinal) ? $"[{Path}]" : Path)}:{Port}"),
    };

    private static EngineAddress ParseTcp(string host, string rest, string? certificateDirectory)
    {
        if (!Uri.TryCreate("tcp://" + rest, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.AbsolutePath.Trim('/').Length > 0
            || uri.UserInfo.Length > 0)
        {
            throw Invalid(host);
        }

        var port = uri.Port > 0 ? uri.Port : certificateDirectory is null ? PlainPort : TlsPort;
        return new EngineAddress(EngineTransport.Tcp, uri.Host.Trim('[', ']'), port, certificateDirectory);
    }

    private static EngineAddress Usual(Func<string, string?> variable)
    {
        if (OperatingSystem.IsWindows()) return new EngineAddress(EngineTransport.NamedPipe, "docker_engine");
        const string System = "/var/run/docker.sock";
        // Rootless engines and desktop products put it elsewhere.
        string?[] others =
        [
            variable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime ? runtime + "/docker.sock" : null,
            variable("HOME") is { Length: > 0 } home ? home + "/.docker/run/docker.sock" : null,
        ];
        return new EngineAddress(EngineTransport.UnixSocket, File.Exists(System) ? System : others.FirstOrDefault(File.Exists) ?? System);
    }

    private static string? CertificatesOf(Func<string, string?> variable) =>
        string.IsNullOrEmpty(variable("DOCKER_TLS_VERIFY")) ? null
        : variable("DOCKER_CERT_PATH") is { Length: > 0 } directory ? directory : UserDirectory();

    private static string UserDirectory() =>
        System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");

    private static string? PipeName(string rest)
    {
        var path = rest.Replace('\\', '/');
        const string Prefix = "//./pipe/";
        return path.Length > Prefix.Length && path.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? path[Prefix.Length..] : null;
    }

    private static DrException Invalid(string host)
    {
        // Whatever stands before an @ may be a password.
        var shown = host.LastIndexOf('@') is >= 0 and var at ? "…" + host[at..] : host;
        return new DrException(ErrorTable.TargetInvalid, "the address of the Docker engine cannot be used")
        {
            Expected = "unix:///path, npipe:////./pipe/name or tcp://host:port", Found = shown,
            Remedy = "Correct DOCKER_HOST; for an engine behind ssh, forward its socket: ssh -L /tmp/docker.sock:/var/run/docker.sock host.",
        };
    }
}
