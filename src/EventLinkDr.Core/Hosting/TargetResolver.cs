using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres.Libpq;

namespace EventLinkDr.Hosting;

/// <summary>
/// Finds the database that is meant. What the caller names wins; otherwise both the environment and the compose project at hand are
/// looked at, and if they name different databases that is an error: never a guess.
/// </summary>
public sealed class TargetResolver
{
    private const string Loopback = "127.0.0.1";
    private readonly ILocalHost _host;

    /// <summary>Makes a resolver.</summary>
    /// <param name="host">Where variables and files come from.</param>
    public TargetResolver(ILocalHost host) => _host = host;

    /// <summary>The database that is meant.</summary>
    /// <exception cref="DrException"><c>TargetNotFound</c>, <c>TargetAmbiguous</c>, <c>TargetInvalid</c>.</exception>
    public EventLinkTarget Resolve(TargetRequest request, IOperationObserver observer)
    {
        ArgumentNullException.ThrowIfNull(request);
        var libpq = new LibpqTarget(_host, observer);
        var finder = new ComposeProjectFinder(_host);
        if (request is { ConnectionString: not null, ProjectDirectory: not null })
            throw new DrException(ErrorTable.TargetInvalid, "both a connection string and a project directory are given") { Expected = "one of them" };
        var found = request.ConnectionString is { } text ? libpq.Resolve(WithUser(ConnectionString.Parse(text), request), TargetSource.Explicit)
            : request.ProjectDirectory is { } directory ? OfProject(finder.At(directory))
            : Choose(LibpqTarget.IsNamedBy(_host) ? libpq.Resolve(WithUser(new LibpqSettings(), request), TargetSource.Environment) : null,
                finder.Find() is { } project ? OfProject(project) : null);
        return request.Username is null && request.Password is null ? found
            : found with { Username = request.Username ?? found.Username, Password = request.Password ?? found.Password };
    }

    /// <summary>A credential that is given decides which line of the password file fits.</summary>
    private static LibpqSettings WithUser(LibpqSettings settings, TargetRequest request)
    {
        settings["user"] = request.Username;
        settings["password"] = request.Password;
        return settings;
    }

    private EventLinkTarget Choose(EventLinkTarget? environment, EventLinkTarget? project)
    {
        if (environment is not null && project is not null)
        {
            if (!IsSame(environment, project))
            {
                throw new DrException(ErrorTable.TargetAmbiguous, "the environment and the compose project name different databases")
                {
                    Found = $"{environment} (PGHOST, PGDATABASE…) and {Describe(project)}",
                };
            }

            // Its services matter to a restore; the environment only says who connects.
            return _host.GetVariable("PGUSER") is { Length: > 0 } && environment.Password is not null
                ? project with { Username = environment.Username, Password = environment.Password } : project;
        }

        return environment ?? project
            ?? throw new DrException(ErrorTable.TargetNotFound, $"PGHOST and PGDATABASE are not set, and neither {_host.CurrentDirectory} nor a directory above it has a compose project");
    }

    private static EventLinkTarget OfProject(ComposeProject project) => new()
    {
        Database = project.Setting("POSTGRES_DB") ?? "eventlink",
        Username = project.Setting("POSTGRES_USER") ?? "eventlink",
        Password = project.Setting("POSTGRES_PASSWORD"),
        Host = Loopback,
        Port = PublishedPort(project),
        Source = TargetSource.ComposeProject,
        Project = project.Name,
        ProjectDirectory = project.Directory,
    };

    /// <summary>The port on this host: <c>${POSTGRES_PORT:-5432}</c>, which may carry an address (<c>127.0.0.1:5433</c>).</summary>
    private static int PublishedPort(ComposeProject project)
    {
        var text = project.Setting("POSTGRES_PORT") ?? "5432";
        return int.TryParse(text[(text.LastIndexOf(':') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue ? port
            : throw new DrException(ErrorTable.TargetInvalid, $"POSTGRES_PORT of compose project {project.Name} is no port") { Expected = "a number from 1 to 65535", Found = text };
    }

    private static bool IsSame(EventLinkTarget environment, EventLinkTarget project) =>
        environment.Database == project.Database && environment.Port == project.Port
        && (environment.Host is "localhost" or "::1" || environment.Host!.StartsWith("127.", StringComparison.Ordinal) || environment.Host.StartsWith('/'));

    private static string Describe(EventLinkTarget project) =>
        string.Create(CultureInfo.InvariantCulture, $"{project.Database} on port {project.Port} (compose project {project.Project} in {project.ProjectDirectory})");
}
