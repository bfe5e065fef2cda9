using EventLinkDr.TestKit;

namespace EventLinkDr.TestKit.Docker;

/// <summary>An image of the stand-in backend: this machine's .NET runtime and the program the tests have built.</summary>
public static class StandInBackendImage
{
    public const string Name = "eventlinkdr-stand-in/backend:latest";

    private const string Program = "EventLinkDr.StandInBackend.dll";

    /// <summary>As the application's image: migrate, then serve; unhealthy until it answers.</summary>
    public static IReadOnlyList<string> Changes { get; } =
    [
        "ENV PATH=/usr/local/bin:/usr/bin",
        "ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1",
        "ENV DOTNET_TieredPGO=0",
        "EXPOSE 8000",
        "CMD [\"sh\", \"-c\", \"alembic upgrade head && exec backend serve\"]",
        "HEALTHCHECK --interval=1s --timeout=5s --start-period=30s CMD wget -q -O /dev/null http://127.0.0.1:8000/api/health",
    ];

    public static Task<RootFileSystem> BuildAsync(CancellationToken cancellationToken)
    {
        var dotnet = Path.GetDirectoryName(new FileInfo(RootFileSystem.FindProgram("dotnet")!).ResolveLinkTarget(returnFinalTarget: true)?.FullName
            ?? RootFileSystem.FindProgram("dotnet")!)!;
        var version = Environment.Version.ToString(3);
        var core = $"{dotnet}/shared/Microsoft.NETCore.App/{version}";
        var files = new RootFileSystem()
            .Tree(core, "/usr/share/dotnet/shared/Microsoft.NETCore.App/" + version)
            .Tree($"{dotnet}/shared/Microsoft.AspNetCore.App/{version}", $"/usr/share/dotnet/shared/Microsoft.AspNetCore.App/{version}")
            .Tree($"{dotnet}/host", "/usr/share/dotnet/host")
            .Libraries([.. Directory.EnumerateFiles(core, "*.so")])
            .Tree(Path.GetDirectoryName(BackendProcess.Assembly)!, "/app")
            .Programs(["busybox", dotnet + "/dotnet", .. OpenSsl()])
            .Link("/usr/bin/dotnet", dotnet + "/dotnet")
            .Link("/usr/bin/sh", "busybox").Link("/usr/bin/wget", "busybox").Link("/usr/bin/sleep", "busybox")
            .Text("/usr/local/bin/backend", $"#!/bin/sh\nexec dotnet /app/{Program} \"$@\"\n", executable: true)
            .Text("/usr/local/bin/alembic", $"#!/bin/sh\nexec dotnet /app/{Program} alembic \"$@\"\n", executable: true);
        return Task.FromResult(files);
    }

    /// <summary>
    /// The runtime opens these by name, so that ldd does not show them. Only where the linker looks: below <c>/usr/lib</c> links lead in circles.
    /// </summary>
    private static IEnumerable<string> OpenSsl() =>
        from directory in (string[])[.. Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu"), "/usr/lib64", "/usr/lib"]
        from name in (string[])["libssl.so.3", "libcrypto.so.3"]
        let path = Path.Combine(directory, name)
        where File.Exists(path)
        select path;
}
