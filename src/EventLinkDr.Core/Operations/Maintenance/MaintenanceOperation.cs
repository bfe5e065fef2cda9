using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Hosting.Recreation;
using EventLinkDr.Model;
using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Maintenance;

/// <summary>Switches registrations off and on: one line of <c>.env</c>, a new container of the backend, and the proof by the API.</summary>
public sealed class MaintenanceOperation(IDeployment deployment)
{
    private readonly MaintenanceSurvey _survey = new(deployment);

    /// <summary>Looks at file, container, API and database, and changes nothing.</summary>
    /// <param name="probe">Email and password of the probe student, and where the API is; null parts are found or leave the API unproven.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>TargetInvalid</c>: there is no compose project.</exception>
    public async Task<MaintenanceStatus> ReadAsync(MaintenanceOptions probe, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(probe);
        var status = await _survey.StatusAsync(cancellationToken).ConfigureAwait(false);
        if (Unaskable(status.WriteFence) is { } reason && probe.ProbeEmail is not null) return status with { Detail = reason };
        try
        {
            var (api, detail) = await _survey.AskApiAsync(probe, cancellationToken).ConfigureAwait(false);
            return status with { Api = api, Detail = status.WriteFence is null ? "the database cannot be reached; " + detail : detail };
        }
        catch (DrException error)
        {
            return status with { Detail = $"not proven: {error.Message}" };
        }
    }

    /// <summary>Says what would be done. Changes nothing.</summary>
    /// <exception cref="DrException"><c>TargetInvalid</c>: there is no compose project.</exception>
    public async Task<MaintenancePlan> PrepareAsync(MaintenanceOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new MaintenancePlan(options, await _survey.FactsAsync(options, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Carries the plan out. Idempotent: what is as it should be is left alone.</summary>
    /// <exception cref="DrException">
    /// <c>ServiceUnhealthy</c>, <c>ProbeRefused</c>, <c>ApiUnreachable</c>, <c>MaintenanceNotEffective</c>, <c>RecreationRefused</c>, <c>ServerUnreachable</c>.
    /// </exception>
    public async Task<MaintenanceStatus> RunAsync(MaintenancePlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        var options = plan.Options;
        var facts = await FinishInterruptedAsync(plan, observer, cancellationToken).ConfigureAwait(false);
        await CheckProbeAsync(options, facts, cancellationToken).ConfigureAwait(false);
        // A fence that cannot be raised must not be found out after registrations were stopped.
        if (options is { Enabled: true, WriteFence: true } && facts.Fenced is null) await (await OpenAsync(cancellationToken).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        if (!options.Enabled && facts.Fenced == true) await LiftAsync(observer, cancellationToken).ConfigureAwait(false);
        var undo = facts.ChangesFile ? EnvFile.SetUndoably(facts.EnvFile, MaintenanceFlag.Name, MaintenanceFlag.Text(options.Enabled)) : null;
        if (options.Reload is not null) await ReloadAsync(options, facts, observer, cancellationToken).ConfigureAwait(false);
        else await RenewAsync(options, facts, undo, observer, cancellationToken).ConfigureAwait(false);

        var (api, detail) = await ProveAsync(options, facts, observer, cancellationToken).ConfigureAwait(false);
        if (options is { Enabled: true, WriteFence: true } && (facts.Fenced != true || facts.WorkerRuns)) await RaiseAsync(observer, cancellationToken).ConfigureAwait(false);
        if (!options.Enabled && facts.WorkerStopped) await deployment.Services.StartAsync([ComposeBackend.Worker], cancellationToken).ConfigureAwait(false);
        return await _survey.StatusAsync(cancellationToken).ConfigureAwait(false) with { Api = api, Detail = detail };
    }

    private async Task<MaintenanceFacts> FinishInterruptedAsync(MaintenancePlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        if (plan.Facts.Interrupted.Count == 0 || deployment is not { Containers: { } host, Target.Project: { } project }) return plan.Facts;
        using (observer.Phase("finish an interrupted recreation"))
            await new ContainerRecreator(host, observer) { Deadline = plan.Options.Deadline }.FinishInterruptedAsync(project, cancellationToken).ConfigureAwait(false);
        return await _survey.FactsAsync(plan.Options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A wrong password must not be found out after everything was changed. An API that is away may come back with the new container.</summary>
    private async Task CheckProbeAsync(MaintenanceOptions options, MaintenanceFacts facts, CancellationToken cancellationToken)
    {
        if (options.ProbeEmail is null || options.NoRecreate || Unaskable(facts.Fenced) is not null) return;
        if (options.Api is null && await _survey.BackendAsync(cancellationToken).ConfigureAwait(false) is not { State: ContainerState.Running, Health: not ContainerHealth.Unhealthy }) return;
        try
        {
            await _survey.AskApiAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.ApiUnreachable)
        {
            // What the proof afterwards says counts.
        }
    }

    /// <summary>Makes the backend's container anew, or starts it where it only does not run.</summary>
    private async Task RenewAsync(MaintenanceOptions options, MaintenanceFacts facts, Action? undo, IOperationObserver observer, CancellationToken cancellationToken)
    {
        if (facts.Backend is not { } backend || deployment.Containers is not { } host) return;
        if (facts.Recreates)
        {
            var recreator = new ContainerRecreator(host, observer) { Deadline = options.Deadline, Wait = facts.Fenced is null ? RecreationWait.None : RecreationWait.UntilAsGood };
            try
            {
                using (observer.Phase("recreate backend"))
                    await recreator.RecreateAsync(backend, new Dictionary<string, string> { [MaintenanceFlag.Name] = MaintenanceFlag.Text(options.Enabled) }, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is DrException or OperationCanceledException)
            {
                // The old container serves again, so the file must not promise another one to the next docker compose up.
                undo?.Invoke();
                throw;
            }
        }
        else if (facts.Starts)
        {
            using (observer.Phase("start backend"))
            {
                await host.StartAsync(backend, cancellationToken).ConfigureAwait(false);
                if (facts.Fenced is not null) await ContainerReadiness.WaitAsync(host, backend, options.Deadline, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task ReloadAsync(MaintenanceOptions options, MaintenanceFacts facts, IOperationObserver observer, CancellationToken cancellationToken)
    {
        using (observer.Phase("reload")) await options.Reload!(cancellationToken).ConfigureAwait(false);
        if (await _survey.BackendAsync(cancellationToken).ConfigureAwait(false) is not { } backend) return;
        if (MaintenanceSurvey.FlagOf(backend) is { } flag && flag != options.Enabled)
        {
            throw new DrException(ErrorTable.MaintenanceNotEffective, $"after the reload command the container {backend.Name} still runs with the old setting")
            {
                Expected = $"{MaintenanceFlag.Name}={MaintenanceFlag.Text(options.Enabled)}",
                Found = MaintenanceFlag.Text(flag),
                Subject = deployment.Target,
                Remedy = "Recreate the container: docker compose up -d backend. A restart does not read .env again.",
            };
        }

        if (facts.Fenced is not null) await ContainerReadiness.WaitAsync(deployment.Containers!, backend.Id, options.Deadline, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(bool? Api, string? Detail)> ProveAsync(MaintenanceOptions options, MaintenanceFacts facts, IOperationObserver observer, CancellationToken cancellationToken)
    {
        if (options.NoRecreate && MaintenanceSurvey.FlagOf(await _survey.BackendAsync(cancellationToken).ConfigureAwait(false)) != options.Enabled)
            return (null, "not in force: the backend reads its settings only when its container is made anew");
        if (options.ProbeEmail is null) return (null, MaintenanceSurvey.NotProven);
        if (Unaskable(options.Enabled || facts.Fenced is null ? facts.Fenced : false) is { } reason) return (null, reason);
        using (observer.Phase("prove"))
        {
            var (api, detail) = await _survey.AskApiAsync(options, cancellationToken).ConfigureAwait(false);
            if (api == options.Enabled) return (api, null);
            throw new DrException(ErrorTable.MaintenanceNotEffective, "the API does not do what the maintenance flag says")
            {
                Expected = options.Enabled ? "503" : "404",
                Found = api switch { true => "503", false => "404", null => detail ?? "another answer" },
                Subject = deployment.Target,
            };
        }
    }

    /// <summary>Why a student cannot log in, and so nothing be proven: a login writes.</summary>
    private static string? Unaskable(bool? fenced) => fenced switch
    {
        true => "not proven: under a write fence the probe student cannot log in",
        null => "not proven: the database cannot be reached, so the probe student cannot log in",
        false => null,
    };

    private async Task RaiseAsync(IOperationObserver observer, CancellationToken cancellationToken)
    {
        using (observer.Phase("write fence"))
        {
            var running = await deployment.Services.ListRunningAsync(cancellationToken).ConfigureAwait(false);
            if (running.Contains(ComposeBackend.Worker)) await deployment.Services.StopAsync([ComposeBackend.Worker], cancellationToken).ConfigureAwait(false);
            var session = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                var ended = await WriteFence.RaiseAsync(session, cancellationToken).ConfigureAwait(false);
                observer.Decision($"the database is read-only by default; {ended} sessions were ended");
            }

            observer.Warning("The write fence is a convention: a session can set default_transaction_read_only back for itself.");
        }
    }

    private async Task LiftAsync(IOperationObserver observer, CancellationToken cancellationToken)
    {
        using (observer.Phase("lift the write fence"))
        {
            var session = await OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false)) await WriteFence.LiftAsync(session, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IPostgresSession> OpenAsync(CancellationToken cancellationToken) =>
        await deployment.Server.OpenAsync(new SessionOptions(deployment.Target.Database), cancellationToken).ConfigureAwait(false);
}
