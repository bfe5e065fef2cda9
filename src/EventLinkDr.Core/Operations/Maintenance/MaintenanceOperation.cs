using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Hosting.Recreation;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Maintenance;

/// <summary>Switches registrations off and on: one line of <c>.env</c>, a new container of the backend, and the proof by the API.</summary>
public sealed class MaintenanceOperation(IDeployment deployment)
{
    /// <summary>Looks at file, container, API and database, and changes nothing.</summary>
    /// <param name="probe">Email and password of the probe student, and where the API is; null parts are found or leave the API unproven.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<MaintenanceStatus> ReadAsync(MaintenanceOptions probe, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(probe);
        var backend = await BackendAsync(cancellationToken).ConfigureAwait(false);
        var running = backend?.State == ContainerState.Running;
        var (api, detail) = await AskApiAsync(probe, backend, cancellationToken).ConfigureAwait(false);
        return new MaintenanceStatus
        {
            Target = deployment.Target.ToString(),
            File = FileValue() is { Known: true } file ? MaintenanceFlag.IsOn(file.Value) : null,
            Container = running ? MaintenanceFlag.IsOn(backend!.Environment.GetValueOrDefault(MaintenanceFlag.Name)) : null,
            Api = api,
            WriteFence = await OnDatabaseAsync(WriteFence.IsUpAsync, cancellationToken).ConfigureAwait(false),
            Detail = detail,
        };
    }

    /// <summary>Says what would be done. Changes nothing.</summary>
    /// <exception cref="DrException"><c>TargetInvalid</c>: there is no compose project.</exception>
    public async Task<MaintenancePlan> PrepareAsync(MaintenanceOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var backend = await BackendAsync(cancellationToken).ConfigureAwait(false);
        var wanted = MaintenanceFlag.Text(options.Enabled);
        var file = FileValue();
        var effective = backend?.Environment.GetValueOrDefault(MaintenanceFlag.Name);
        var worker = await ServiceAsync(ComposeBackend.Worker, cancellationToken).ConfigureAwait(false);
        return new MaintenancePlan(options, new MaintenanceFacts
        {
            Target = deployment.Target.ToString(),
            Database = deployment.Target.Database,
            EnvFile = EnvPath(),
            Backend = backend?.Name,
            ChangesFile = file.Value != wanted && (options.Enabled || MaintenanceFlag.IsOn(file.Value)),
            Recreates = backend is not null && !options.NoRecreate && options.Reload is null
                && (MaintenanceFlag.IsOn(effective) != options.Enabled || backend.State != ContainerState.Running),
            Fenced = await OnDatabaseAsync(WriteFence.IsUpAsync, cancellationToken).ConfigureAwait(false) ?? false,
            WorkerStopped = worker is not null && worker.State != ContainerState.Running,
            Notes = Notes(options, backend),
        });
    }

    /// <summary>Carries the plan out. Idempotent: what is as it should be is left alone.</summary>
    /// <exception cref="DrException"><c>ServiceUnhealthy</c>, <c>ProbeRefused</c>, <c>MaintenanceNotEffective</c>, <c>RecreationRefused</c>.</exception>
    public async Task<MaintenanceStatus> RunAsync(MaintenancePlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        var options = plan.Options;
        var recreator = deployment.Containers is { } host ? new ContainerRecreator(host, observer) { Deadline = options.Deadline } : null;
        if (recreator is not null && plan.Facts.Backend is { } interrupted)
            await recreator.FinishInterruptedAsync(interrupted, cancellationToken).ConfigureAwait(false);
        if (!options.Enabled && plan.Facts.Fenced) await LiftAsync(observer, cancellationToken).ConfigureAwait(false);
        if (plan.Facts.ChangesFile) EnvFile.Set(plan.Facts.EnvFile, MaintenanceFlag.Name, MaintenanceFlag.Text(options.Enabled));
        if (options.Reload is not null)
        {
            using (observer.Phase("reload")) await options.Reload(cancellationToken).ConfigureAwait(false);
        }
        else if (plan.Facts is { Recreates: true, Backend: { } backend } && recreator is not null)
        {
            using (observer.Phase("recreate backend"))
                await recreator.RecreateAsync(backend, new Dictionary<string, string> { [MaintenanceFlag.Name] = MaintenanceFlag.Text(options.Enabled) }, cancellationToken).ConfigureAwait(false);
        }

        var proven = options.NoRecreate ? null : await ProveAsync(options, observer, cancellationToken).ConfigureAwait(false);
        if (options is { Enabled: true, WriteFence: true }) await RaiseAsync(observer, cancellationToken).ConfigureAwait(false);
        if (!options.Enabled && plan.Facts.WorkerStopped) await deployment.Services.StartAsync([ComposeBackend.Worker], cancellationToken).ConfigureAwait(false);
        // The API was asked before the fence: under it the student could not log in.
        var status = await ReadAsync(options with { ProbeEmail = null }, cancellationToken).ConfigureAwait(false);
        return status with { Api = proven, Detail = proven is null ? "the effect is not proven: give -ProbeCredential" : null };
    }

    private async Task<bool?> ProveAsync(MaintenanceOptions options, IOperationObserver observer, CancellationToken cancellationToken)
    {
        if (options.ProbeEmail is null) return null;
        using (observer.Phase("prove"))
        {
            var backend = await BackendAsync(cancellationToken).ConfigureAwait(false);
            var (api, detail) = await AskApiAsync(options, backend, cancellationToken, throwing: true).ConfigureAwait(false);
            if (api == options.Enabled) return api;
            throw new DrException(ErrorTable.MaintenanceNotEffective, "the API does not do what the maintenance flag says")
            {
                Expected = options.Enabled ? "503" : "404",
                Found = api switch { true => "503", false => "404", null => detail ?? "another answer" },
                Subject = deployment.Target,
            };
        }
    }

    private static async Task<(bool? Api, string? Detail)> AskApiAsync(MaintenanceOptions options, ContainerDetails? backend, CancellationToken cancellationToken, bool throwing = false)
    {
        if (options.ProbeEmail is null || options.ProbePassword is null) return (null, "the API was not asked: give -ProbeCredential");
        if ((options.Api ?? (backend is null ? null : ComposeBackend.ApiOf(backend))) is not { } root) return (null, "the address of the API is not known");
        try
        {
            using var probe = await MaintenanceProbe.LogInAsync(root, options.ProbeEmail, options.ProbePassword, cancellationToken).ConfigureAwait(false);
            return await probe.AskAsync(cancellationToken).ConfigureAwait(false) is { } on ? (on, null) : (null, "the API gave neither 503 nor 404");
        }
        catch (DrException error) when (!throwing)
        {
            return (null, error.Message);
        }
    }

    private async Task RaiseAsync(IOperationObserver observer, CancellationToken cancellationToken)
    {
        using (observer.Phase("write fence"))
        {
            var running = await deployment.Services.ListRunningAsync(cancellationToken).ConfigureAwait(false);
            if (running.Contains(ComposeBackend.Worker)) await deployment.Services.StopAsync([ComposeBackend.Worker], cancellationToken).ConfigureAwait(false);
            var ended = await OnDatabaseAsync(WriteFence.RaiseAsync, cancellationToken, required: true).ConfigureAwait(false);
            observer.Decision($"the database is read-only by default; {ended} sessions were ended");
            observer.Warning("The write fence is a convention: a session can set default_transaction_read_only back for itself.");
        }
    }

    private async Task LiftAsync(IOperationObserver observer, CancellationToken cancellationToken)
    {
        using (observer.Phase("lift the write fence"))
        {
            await OnDatabaseAsync(async (session, token) =>
            {
                await WriteFence.LiftAsync(session, token).ConfigureAwait(false);
                return true;
            }, cancellationToken, required: true).ConfigureAwait(false);
        }
    }

    private List<string> Notes(MaintenanceOptions options, ContainerDetails? backend)
    {
        var notes = new List<string>();
        if (backend is null) notes.Add("no container of the backend was found: only the file changes");
        if (options.ProbeEmail is null) notes.Add("without -ProbeCredential the effect is not proven");
        if (ComposeOverride.Find(deployment.Target.ProjectDirectory, MaintenanceFlag.Name) is { } file)
            notes.Add($"{file} sets {MaintenanceFlag.Name} itself; that wins over .env the next time compose makes the container");
        if (options is { Enabled: true, WriteFence: false }) notes.Add("the flag stops registrations only: the worker and other calls go on writing (-WriteFence stops those too)");
        return notes;
    }

    private (bool Known, string? Value) FileValue()
    {
        var path = EnvPath();
        if (!File.Exists(path)) return (false, null);
        var values = DotEnvFile.Parse(File.ReadAllText(path), path, _ => null);
        return (true, values.GetValueOrDefault(MaintenanceFlag.Name));
    }

    private string EnvPath() => Path.Combine(deployment.Target.ProjectDirectory
        ?? throw new DrException(ErrorTable.TargetInvalid, "maintenance is a setting of a compose project, and the target is none") { Subject = deployment.Target }, ".env");

    private Task<ContainerDetails?> BackendAsync(CancellationToken cancellationToken) => ServiceAsync(ComposeBackend.Backend, cancellationToken);

    private async Task<ContainerDetails?> ServiceAsync(string service, CancellationToken cancellationToken) =>
        deployment is { Containers: { } host, Target.Project: { } project } ? await ComposeBackend.FindAsync(host, project, service, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Asks the database; null where it is away, unless it is required.</summary>
    private async Task<T?> OnDatabaseAsync<T>(Func<IPostgresSession, CancellationToken, Task<T>> work, CancellationToken cancellationToken, bool required = false)
        where T : struct
    {
        try
        {
            var session = await deployment.Server.OpenAsync(new SessionOptions(deployment.Target.Database), cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false)) return await work(session, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (!required && error.Kind.ExitCode is ExitCode.Unreachable or ExitCode.Precondition)
        {
            return null;
        }
    }
}
