using System.Text.Json.Nodes;
using EventLinkDr.Diagnostics;

namespace EventLinkDr.Hosting.Recreation;

/// <summary>
/// Replaces a container by one that differs in its variables only. The old one steps aside under another name, stops before the new one starts,
/// and is removed the moment the new one is up; if that never happens it is put back.
/// </summary>
internal sealed class ContainerRecreator(IContainerHost host, IOperationObserver observer)
{
    /// <summary>How long the new container may take to be healthy.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>What is demanded of the new container.</summary>
    public RecreationWait Wait { get; init; } = RecreationWait.UntilAsGood;

    /// <returns>Id of the new container.</returns>
    /// <exception cref="DrException"><c>RecreationRefused</c>, <c>ServiceUnhealthy</c> (the old one serves again), <c>EngineError</c>.</exception>
    public async Task<string> RecreateAsync(string container, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(container, variables, cancellationToken).ConfigureAwait(false);
        var old = await host.InspectAsync(plan.OldId, cancellationToken).ConfigureAwait(false);
        string? created = null;
        try
        {
            await host.RenameAsync(plan.OldId, AsideName.Of(plan.Name, plan.OldId), cancellationToken).ConfigureAwait(false);
            created = await host.CreateAsync(plan.Name, plan.Body, cancellationToken).ConfigureAwait(false);
            foreach (var network in plan.Further)
                await host.ConnectNetworkAsync(created, network.Name, network.Endpoint, cancellationToken).ConfigureAwait(false);
            await host.StopAsync(plan.OldId, null, cancellationToken).ConfigureAwait(false);
            if (Wait != RecreationWait.NotStarted)
            {
                await host.StartAsync(created, cancellationToken).ConfigureAwait(false);
                await WaitAsync(created, old, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is DrException or OperationCanceledException)
        {
            // Its end would go with it.
            var log = error is DrException { Kind.Id: nameof(ErrorTable.ServiceUnhealthy) } && created is not null ? await ReadLogAsync(created).ConfigureAwait(false) : "";
            await PutBackAsync(plan.OldId, plan.Name, created, start: old.State is ContainerState.Running or ContainerState.Restarting, CancellationToken.None)
                .ConfigureAwait(false);
            if (error is not DrException { Kind.Id: nameof(ErrorTable.ServiceUnhealthy) } unhealthy) throw;
            throw new DrException(unhealthy.Kind, $"{unhealthy.Message.TrimEnd('.')}, so the old one was put back{log}", unhealthy)
            {
                Subject = unhealthy.Subject, Remedy = "Give it more time with -Deadline, or find out why it does not come up with the variables it would get.",
            };
        }

        await host.RemoveAsync(plan.OldId, force: true, withVolumes: false, cancellationToken).ConfigureAwait(false);
        observer.Decision(Wait == RecreationWait.NotStarted ? $"{plan.Name} is a new container, not started yet" : $"{plan.Name} runs as a new container");
        return created;
    }

    /// <summary>The containers of a project that a killed command left aside, by the names they had. Changes nothing.</summary>
    public static async Task<IReadOnlyList<string>> ListInterruptedAsync(IContainerHost host, string project, CancellationToken cancellationToken) =>
        [.. (await ListAsideAsync(host, project, cancellationToken).ConfigureAwait(false)).Select(aside => aside.Name)];

    /// <summary>Finishes the recreations that killed commands left in a project, or puts the old containers back.</summary>
    /// <returns>Names of the containers; empty when there was nothing to do.</returns>
    public async Task<IReadOnlyList<string>> FinishInterruptedAsync(string project, CancellationToken cancellationToken)
    {
        var found = await ListAsideAsync(host, project, cancellationToken).ConfigureAwait(false);
        foreach (var (oldId, name) in found)
        {
            var created = (await FindAsync(name, cancellationToken).ConfigureAwait(false))?.Id;
            if (created is not null && await IsUpAsync(created, cancellationToken).ConfigureAwait(false))
            {
                await host.RemoveAsync(oldId, force: true, withVolumes: false, cancellationToken).ConfigureAwait(false);
                observer.Milestone($"finished the interrupted recreation of {name}");
            }
            else
            {
                await PutBackAsync(oldId, name, created, start: true, cancellationToken).ConfigureAwait(false);
                observer.Milestone($"an interrupted recreation of {name} was put back");
            }
        }

        return [.. found.Select(aside => aside.Name)];
    }

    /// <summary>The new one must do as well as the old one did; where that was not up either, nothing is gained by going back to it.</summary>
    private async Task WaitAsync(string created, ContainerDetails old, CancellationToken cancellationToken)
    {
        if (Wait == RecreationWait.None) return;
        try
        {
            await ContainerReadiness.WaitAsync(host, created, Deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.ServiceUnhealthy && !(old.State == ContainerState.Running && old.Health != ContainerHealth.Unhealthy))
        {
            observer.Warning($"{error.Message}, and it was not up before either. {error.Remedy}");
        }
    }

    private async Task<string> ReadLogAsync(string container)
    {
        try
        {
            var values = (await host.InspectAsync(container, CancellationToken.None).ConfigureAwait(false)).Environment.Values;
            var lines = await host.ReadLogAsync(container, 3, CancellationToken.None).ConfigureAwait(false);
            return lines.Count == 0 ? "" : "; its log ended with: " + LogRedaction.Of(string.Join(" | ", lines.Select(line => line.Text.Trim())), values);
        }
        catch (DrException)
        {
            return "";
        }
    }

    private static async Task<IReadOnlyList<(string Id, string Name)>> ListAsideAsync(IContainerHost host, string project, CancellationToken cancellationToken)
    {
        var all = await host.ListAsync([$"{ComposeProject.ProjectLabel}={project}"], cancellationToken).ConfigureAwait(false);
        return [.. from container in all let name = AsideName.OriginalOf(container.Name, container.Id) where name is not null select (container.Id, name)];
    }

    private async Task<RecreationPlan> PlanAsync(string container, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var inspected = await RawAsync(container, cancellationToken).ConfigureAwait(false);
        var others = new List<JsonObject>();
        foreach (var summary in await host.ListAsync([], cancellationToken).ConfigureAwait(false))
        {
            // One that is removed meanwhile shares nothing any more.
            if (summary.Id != inspected["Id"]!.GetValue<string>() && await FindAsync(summary.Id, cancellationToken).ConfigureAwait(false) is { } other)
                others.Add(JsonObject.Create(other.Raw)!);
        }

        var engine = await host.GetEngineAsync(cancellationToken).ConfigureAwait(false);
        return RecreationPlanner.Plan(inspected, others, variables, engine.ApiVersion);
    }

    private async Task<JsonObject> RawAsync(string container, CancellationToken cancellationToken) =>
        JsonObject.Create((await host.InspectAsync(container, cancellationToken).ConfigureAwait(false)).Raw)!;

    private async Task PutBackAsync(string oldId, string name, string? created, bool start, CancellationToken cancellationToken)
    {
        var old = await FindAsync(oldId, cancellationToken).ConfigureAwait(false);
        // Somebody (compose) removed the old one meanwhile: then the new one is all there is.
        if (old is null) return;
        if (created is not null) await host.RemoveAsync(created, force: true, withVolumes: false, cancellationToken).ConfigureAwait(false);
        if (old.Name != name) await host.RenameAsync(oldId, name, cancellationToken).ConfigureAwait(false);
        if (start) await host.StartAsync(oldId, cancellationToken).ConfigureAwait(false);
        observer.Decision($"the old container {name} was put back");
    }

    private async Task<bool> IsUpAsync(string container, CancellationToken cancellationToken)
    {
        if (await FindAsync(container, cancellationToken).ConfigureAwait(false) is not { State: ContainerState.Running }) return false;
        try
        {
            await ContainerReadiness.WaitAsync(host, container, Deadline, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DrException error) when (error.Kind == ErrorTable.ServiceUnhealthy)
        {
            return false;
        }
    }

    private async Task<ContainerDetails?> FindAsync(string container, CancellationToken cancellationToken)
    {
        try
        {
            return await host.InspectAsync(container, cancellationToken).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.ContainerNotFound)
        {
            return null;
        }
    }
}
