using System.Management.Automation;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Completion;
using EventLinkDr.PowerShell.Loading;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>A cmdlet that acts on a deployment: the one it is given, or the one that the environment and the current directory name.</summary>
public abstract class TargetCmdlet : AsyncDrCmdlet
{
    /// <summary>Nothing is named: the environment and the compose project at hand are looked at.</summary>
    private protected const string Discovered = nameof(Discovered);

    private string _directory = "";

    /// <summary>The deployment, as <c>Get-EventLinkTarget</c> gives it.</summary>
    [Parameter(ParameterSetName = nameof(Target), Mandatory = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public virtual EventLinkTarget? Target { get; set; }

    /// <summary>How the server is reached: a URI, libpq's words or ADO's.</summary>
    [Parameter(ParameterSetName = nameof(ConnectionString), Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? ConnectionString { get; set; }

    /// <summary>User and password, in place of those that were found.</summary>
    [Parameter(ParameterSetName = Discovered)]
    [Parameter(ParameterSetName = nameof(ConnectionString))]
    [Parameter(ParameterSetName = nameof(ProjectDirectory))]
    [Parameter(ParameterSetName = nameof(Container))]
    [ValidateNotNull]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Directory of the compose project.</summary>
    [Parameter(ParameterSetName = nameof(ProjectDirectory), Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? ProjectDirectory { get; set; }

    /// <summary>Name or id of the database container.</summary>
    [Parameter(ParameterSetName = nameof(Container), Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string? Container { get; set; }

    private protected override object? Item => Target;

    /// <summary>This host, seen from PowerShell's location, which is not the directory of the process.</summary>
    private protected ILocalHost LocalHost => new LocalHost(_directory);

    private protected override void Bind()
    {
        _directory = SessionState.Path.CurrentFileSystemLocation.ProviderPath;
        if (ProjectDirectory is not null) ProjectDirectory = ProviderPath.OfNew(SessionState, ProjectDirectory);
    }

    /// <summary>The target that is meant.</summary>
    /// <param name="adapters">Ask the engine.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="withoutDatabase">Whether a project counts whose database has no container.</param>
    /// <exception cref="Diagnostics.DrException"><c>TargetNotFound</c>, <c>TargetAmbiguous</c>, <c>TargetInvalid</c>.</exception>
    private protected async Task<EventLinkTarget> ResolveTargetAsync(IAdapters adapters, CancellationToken cancellationToken, bool withoutDatabase = false)
    {
        var resolver = new TargetResolver(LocalHost, adapters);
        if (Target is not null) return resolver.WithPassword(WholeTarget.Of(Target), Observer);
        var login = Credential?.GetNetworkCredential();
        return await resolver.ResolveAsync(new TargetRequest
        {
            ConnectionString = ConnectionString,
            // With its domain, as it was typed: a role's name may hold a backslash or an at sign.
            Username = Credential?.UserName,
            Password = login?.Password,
            ProjectDirectory = ProjectDirectory,
            Container = Container,
            WithoutDatabase = withoutDatabase,
        }, Observer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The database of the target that is meant, where it is not the target's own.</summary>
    private protected virtual string? OtherDatabase => null;

    /// <summary>Reaches the deployment that is meant.</summary>
    /// <exception cref="Diagnostics.DrException">What <see cref="ResolveTargetAsync"/> throws; <c>ServerUnreachable</c>, <c>ContainerNotFound</c>, <c>EngineUnreachable</c>.</exception>
    private protected async Task<Connection> ConnectAsync(ConnectOptions options, CancellationToken cancellationToken)
    {
        var adapters = CompositionRoot.Create();
        try
        {
            var target = await ResolveTargetAsync(adapters, cancellationToken, options.WithoutDatabase).ConfigureAwait(false);
            if (OtherDatabase is { } database) target = target with { Database = database };
            var deployment = await adapters.Deployments.ConnectAsync(target, options, Observer, cancellationToken).ConfigureAwait(false);
            return new Connection(adapters, deployment);
        }
        catch
        {
            await adapters.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
