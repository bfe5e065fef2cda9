using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Hosting.Recreation;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Maintenance;

/// <summary>Looks at file, container, API and database, and changes nothing. None of them has to be there.</summary>
internal sealed class MaintenanceSurvey(IDeployment deployment)
{
    public const string NotProven = "not proven: without -ProbeCredential the API was not asked";

    /// <summary>The project's <c>.env</c>.</summary>
    /// <exception cref="DrException"><c>TargetInvalid</c>: there is no compose project.</exception>
    public string EnvPath => Path.Combine(deployment.Target.ProjectDirectory
        ?? throw new DrException(ErrorTable.TargetInvalid, "maintenance is a setting of a compose project, and the target is none")
        {
            Subject = deployment.Target, Remedy = "Name the project: -ProjectDirectory, or a container of it.",
        }, ".env");

    public Task<ContainerDetails?> BackendAsync(CancellationToken cancellationToken) => ServiceAsync(ComposeBackend.Backend, cancellationToken);

    public Task<bool?> FencedAsync(CancellationToken cancellationToken) => OnDatabaseAsync(WriteFence.IsUpAsync, cancellationToken);

    public static bool? FlagOf(ContainerDetails? backend) =>
        backend is { State: ContainerState.Running or ContainerState.Restarting } ? MaintenanceFlag.IsOn(backend.Environment.GetValueOrDefault(MaintenanceFlag.Name)) : null;

    public async Task<MaintenanceFacts> FactsAsync(MaintenanceOptions options, CancellationToken cancellationToken)
    {
        var path = EnvPath;
        var backend = await BackendAsync(cancellationToken).ConfigureAwait(false);
        var worker = await ServiceAsync(ComposeBackend.Worker, cancellationToken).ConfigureAwait(false);
        var fenced = await FencedAsync(cancellationToken).ConfigureAwait(false);
        var ours = backend is not null && !options.NoRecreate && options.Reload is null;
        var differs = backend is not null && MaintenanceFlag.IsOn(backend.Environment.GetValueOrDefault(MaintenanceFlag.Name)) != options.Enabled;
        var workerRuns = worker?.State is ContainerState.Running or ContainerState.Restarting;
        return new MaintenanceFacts
        {
            Target = deployment.Target.ToString(),
            Database = deployment.Target.Database,
            EnvFile = path,
            Backend = backend is null ? null : AsideName.OriginalOf(backend.Name, backend.Id) ?? backend.Name,
            Interrupted = deployment is { Containers: { } host, Target.Project: { } project }
                ? await ContainerRecreator.ListInterruptedAsync(host, project, cancellationToken).ConfigureAwait(false) : [],
            ChangesFile = !MaintenanceFlag.Says(FileValue(path).Value, options.Enabled),
            Recreates = ours && differs,
            Starts = ours && !differs && backend!.State is not (ContainerState.Running or ContainerState.Restarting),
            Fenced = fenced,
            WorkerRuns = workerRuns,
            WorkerStopped = worker is not null && !workerRuns
                && (fenced == true || (await deployment.Services.ListLeftStoppedAsync(cancellationToken).ConfigureAwait(false)).Contains(ComposeBackend.Worker)),
            Notes = Notes(options, backend, fenced),
        };
    }

    public async Task<MaintenanceStatus> StatusAsync(CancellationToken cancellationToken)
    {
        var path = EnvPath;
        return new MaintenanceStatus
        {
            Target = deployment.Target.ToString(),
            File = FileValue(path) is { Known: true } file ? MaintenanceFlag.IsOn(file.Value) : null,
            Container = FlagOf(await BackendAsync(cancellationToken).ConfigureAwait(false)),
            WriteFence = await FencedAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>What the API does, or why that is not known.</summary>
    /// <exception cref="DrException"><c>ProbeRefused</c>, <c>ApiUnreachable</c>.</exception>
    public async Task<(bool? Api, string? Detail)> AskApiAsync(MaintenanceOptions options, CancellationToken cancellationToken)
    {
        if (options.ProbeEmail is null || options.ProbePassword is null) return (null, NotProven);
        var backend = options.Api is null ? await BackendAsync(cancellationToken).ConfigureAwait(false) : null;
        if ((options.Api ?? (backend is null ? null : ComposeBackend.ApiOf(backend))) is not { } root) return (null, "not proven: the address of the API is not known");
        using var probe = await MaintenanceProbe.LogInAsync(root, options.ProbeEmail, options.ProbePassword, cancellationToken).ConfigureAwait(false);
        return await probe.AskAsync(cancellationToken).ConfigureAwait(false) is { } on ? (on, null) : (null, "the API answered neither 503 nor 404");
    }

    /// <summary>Asks the database; null where it is away.</summary>
    private async Task<T?> OnDatabaseAsync<T>(Func<IPostgresSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
        where T : struct
    {
        try
        {
            var session = await deployment.Server.OpenAsync(new SessionOptions(deployment.Target.Database), cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false)) return await work(session, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind.ExitCode is ExitCode.Unreachable or ExitCode.Precondition)
        {
            return null;
        }
    }

    private List<string> Notes(MaintenanceOptions options, ContainerDetails? backend, bool? fenced)
    {
        var notes = new List<string>();
        if (backend is null) notes.Add("no container of the backend was found: only the file changes");
        if (fenced is null) notes.Add("the database cannot be reached, so nobody waits for the backend to be healthy, and a write fence is neither raised nor lifted");
        if (options.ProbeEmail is null) notes.Add("without -ProbeCredential the effect is not proven");
        if (ComposeOverride.Find(deployment.Target.ProjectDirectory, MaintenanceFlag.Name) is { } file)
            notes.Add($"{file} sets {MaintenanceFlag.Name} itself; that wins over .env the next time compose makes the container");
        if (options is { Enabled: true, WriteFence: false }) notes.Add("the flag stops registrations only: the worker and other calls go on writing (-WriteFence stops those too)");
        if (options is { Enabled: true, WriteFence: true }) notes.Add("a write fence is a convention: a session can lift it for itself");
        return notes;
    }

    private static (bool Known, string? Value) FileValue(string path) =>
        File.Exists(path) ? (true, DotEnvFile.Parse(File.ReadAllText(path), path, _ => null).GetValueOrDefault(MaintenanceFlag.Name)) : (false, null);

    private async Task<ContainerDetails?> ServiceAsync(string service, CancellationToken cancellationToken) =>
        deployment is { Containers: { } host, Target.Project: { } project } ? await ComposeBackend.FindAsync(host, project, service, cancellationToken).ConfigureAwait(false) : null;
}
