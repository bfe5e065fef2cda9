using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres.Libpq;

namespace EventLinkDr.Hosting;

/// <summary>
/// Finds the database that is meant. What the caller names wins; otherwise both the environment and the compose project at hand are
/// looked at, and if they name different databases that is an error: never a guess.
/// </summary>
/// <param name="host">Where variables and files come from.</param>
/// <param name="adapters">Where the container engine is asked, and only when a container is meant.</param>
public sealed class TargetResolver(ILocalHost host, IAdapters adapters)
{
    /// <summary>The database that is meant.</summary>
    /// <exception cref="DrException">
    /// <c>TargetNotFound</c>, <c>TargetAmbiguous</c>, <c>TargetInvalid</c>, <c>ContainerNotFound</c>, <c>EngineUnreachable</c>.
    /// </exception>
    public async Task<EventLinkTarget> ResolveAsync(TargetRequest request, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(observer);
        string?[] named = [request.ConnectionString, request.ProjectDirectory, request.Container];
        if (named.Count(name => name is not null) > 1)
            throw new DrException(ErrorTable.TargetInvalid, "more than one target is named") { Expected = "one of connection string, project directory and container" };

        var libpq = new LibpqTarget(host, observer);
        var finder = new ComposeProjectFinder(host);
        EventLinkTarget found;
        if (request.ConnectionString is { } text) found = libpq.Resolve(WithUser(ConnectionString.Parse(text), request), TargetSource.Explicit);
        else if (request.Container is { } container) found = ContainerTargets.Of(await adapters.Containers.InspectAsync(container, cancellationToken).ConfigureAwait(false), null);
        else if (request.ProjectDirectory is { } directory) found = (await LocateAsync(finder.At(directory), request, observer, cancellationToken).ConfigureAwait(false)).Target;
        else
        {
            var environment = LibpqTarget.IsNamedBy(host) ? libpq.Resolve(WithUser(new LibpqSettings(), request), TargetSource.Environment) : null;
            found = finder.Find() is { } project ? await ChooseAsync(environment, project, request, observer, cancellationToken).ConfigureAwait(false)
                : environment ?? throw new DrException(ErrorTable.TargetNotFound,
                    $"PGHOST and PGDATABASE are not set, and neither {host.CurrentDirectory} nor a directory above it has a compose project");
        }

        return WithLogin(found, request);
    }

    /// <summary>
    /// The same target with the password that libpq would use for it: one that was written to a file and read back has none, for none is written.
    /// </summary>
    /// <exception cref="DrException"><c>TargetInvalid</c>.</exception>
    public EventLinkTarget WithPassword(EventLinkTarget target, IOperationObserver observer)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(observer);
        if (target is not { Password: null, Container: null, Host: { } server }) return target;
        var known = new LibpqSettings { ["host"] = server, ["port"] = target.Port.ToString(CultureInfo.InvariantCulture), ["dbname"] = target.Database, ["user"] = target.Username };
        return target with { Password = new LibpqTarget(host, observer).Resolve(known, target.Source).Password };
    }

    /// <summary>A user who is named in place of the one that was found does not have that one's password.</summary>
    private EventLinkTarget WithLogin(EventLinkTarget found, TargetRequest request)
    {
        var username = request.Username ?? found.Username;
        return found with
        {
            Username = username,
            Password = request.Password ?? (username == found.Username ? found.Password : host.GetVariable("PGPASSWORD") is { Length: > 0 } password ? password : null),
        };
    }

    /// <summary>A credential that is given decides which line of the password file fits.</summary>
    private static LibpqSettings WithUser(LibpqSettings settings, TargetRequest request)
    {
        settings["user"] = request.Username;
        settings["password"] = request.Password;
        return settings;
    }

    private async Task<EventLinkTarget> ChooseAsync(EventLinkTarget? environment, ComposeProject project, TargetRequest request, IOperationObserver observer,
        CancellationToken cancellationToken)
    {
        if (environment is null) return (await LocateAsync(project, request, observer, cancellationToken).ConfigureAwait(false)).Target;
        EventLinkTarget target;
        ContainerDetails? container = null;
        try
        {
            (target, container) = await LocateAsync(project, request, observer, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.ContainerNotFound)
        {
            // The project's files still say which database would be meant.
            target = OfFiles(project);
        }

        if (!IsSame(environment, target, container))
        {
            throw new DrException(ErrorTable.TargetAmbiguous, "the environment and the compose project name different databases")
            {
                Found = $"{environment} (PGHOST, PGDATABASE…) and {Describe(target)}",
            };
        }

        // The project's services matter to a restore; the environment only says who connects.
        return host.GetVariable("PGUSER") is { Length: > 0 } && environment.Password is not null
            ? target with { Username = environment.Username, Password = environment.Password } : target;
    }

    /// <summary>The project's database container; without an engine, the port that the project's files publish.</summary>
    private async Task<(EventLinkTarget Target, ContainerDetails? Container)> LocateAsync(ComposeProject project, TargetRequest request, IOperationObserver observer,
        CancellationToken cancellationToken)
    {
        try
        {
            var container = await new ContainerTargets(adapters.Containers).FindAsync(project, cancellationToken).ConfigureAwait(false)
                ?? throw new DrException(ErrorTable.ContainerNotFound, $"service {ComposeProject.DatabaseService} of compose project {project} has no container")
                {
                    Remedy = $"Create it: docker compose up -d {ComposeProject.DatabaseService}.", Subject = project.Name,
                };
            return (ContainerTargets.Of(container, project), container);
        }
        catch (DrException error) when (error.Kind == ErrorTable.EngineUnreachable)
        {
            var target = OfFiles(project);
            observer.Warning($"The container engine cannot be reached, so the database is taken to be at {target.Host}:{target.Port}, and no service can be stopped or started. {error.Message}");
            return (target, null);
        }
        catch (DrException error) when (error.Kind == ErrorTable.ContainerNotFound && request.WithoutDatabase)
        {
            return (OfFiles(project), null);
        }
    }

    /// <summary>What the project's files alone say.</summary>
    private static EventLinkTarget OfFiles(ComposeProject project) => new()
    {
        Database = project.Setting("POSTGRES_DB") ?? "eventlink",
        Username = project.Setting("POSTGRES_USER") ?? "eventlink",
        Password = project.Setting("POSTGRES_PASSWORD"),
        Host = "127.0.0.1",
        Port = PublishedPort(project),
        Source = TargetSource.ComposeProject,
        Project = project.Name,
        ProjectDirectory = project.Directory,
    };

    /// <summary>The port on this host: <c>${POSTGRES_PORT:-5432}</c>, which may carry an address (<c>127.0.0.1:5433</c>).</summary>
    private static int PublishedPort(ComposeProject project)
    {
        if (project.Setting("POSTGRES_PORT") is not { } text) return EventLinkTarget.DefaultPort;
        return int.TryParse(text[(text.LastIndexOf(':') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue ? port
            : throw new DrException(ErrorTable.TargetInvalid, $"POSTGRES_PORT of compose project {project.Name} is no port") { Expected = "a number from 1 to 65535", Found = text };
    }

    private static bool IsSame(EventLinkTarget environment, EventLinkTarget project, ContainerDetails? container) =>
        environment.Database == project.Database
        && (container is null ? environment.Port == project.Port && ContainerTargets.IsThisHost(environment.Host!)
            : ContainerTargets.Leads(environment.Host!, environment.Port, container, project.Port));

    private static string Describe(EventLinkTarget project) => $"{project} (compose project {project.Project} in {project.ProjectDirectory})";
}
