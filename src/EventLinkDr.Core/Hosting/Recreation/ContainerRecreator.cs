using System.Text.Json.Nodes;
using EventLinkDr.Diagnostics;
using EventLinkDr.Storage;

namespace EventLinkDr.Hosting.Recreation;

/// <summary>
/// Replaces a container by one that differs in its variables only. The old one steps aside under another name, stops before the new one starts,
/// and is removed the moment the new one is up; if that never happens it is put back.
/// </summary>
internal sealed class ContainerRecreator(IContainerHost host, IOperationObserver observer)
{
    private const string Aside = "_replaced_";

    /// <summary>How long the new container may take to be healthy.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <returns>Id of the new container.</returns>
    /// <exception cref="DrException"><c>RecreationRefused</c>, <c>ServiceUnhealthy</c> (the old one serves again), <c>EngineError</c>.</exception>
    public async Task<string> RecreateAsync(string container, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var plan = await PlanAsync(container, variables, cancellationToken).ConfigureAwait(false);
        var running = (await host.InspectAsync(plan.OldId, cancellationToken).ConfigureAwait(false)).State == ContainerState.Running;
        var file = FileOf(plan.Name);
        var note = new RecreationNote(plan.Name, plan.OldId, plan.Name + Aside + plan.OldId[..12], running, null);
        file.Write(note);
        try
        {
            await host.RenameAsync(plan.OldId, note.Aside, cancellationToken).ConfigureAwait(false);
            note = note with { NewId = await host.CreateAsync(plan.Name, plan.Body, cancellationToken).ConfigureAwait(false) };
            file.Write(note);
            foreach (var network in plan.Further)
                await host.ConnectNetworkAsync(note.NewId, network.Name, network.Endpoint, cancellationToken).ConfigureAwait(false);
            await host.StopAsync(plan.OldId, null, cancellationToken).ConfigureAwait(false);
            await host.StartAsync(note.NewId, cancellationToken).ConfigureAwait(false);
            await ContainerReadiness.WaitAsync(host, note.NewId, Deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is DrException or OperationCanceledException)
        {
            await PutBackAsync(note, CancellationToken.None).ConfigureAwait(false);
            file.Delete();
            throw;
        }

        await host.RemoveAsync(plan.OldId, force: true, withVolumes: false, cancellationToken).ConfigureAwait(false);
        file.Delete();
        observer.Decision($"{plan.Name} runs as a new container");
        return note.NewId;
    }

    /// <summary>Finishes the recreation that a killed command left, or puts the old container back.</summary>
    /// <param name="name">Name of the container.</param>
    /// <param name="cancellationToken">Stops it; the note stays then.</param>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> FinishInterruptedAsync(string name, CancellationToken cancellationToken)
    {
        var file = FileOf(name);
        if (file.Read() is not { } note) return false;
        var created = note.NewId ?? await FindNewAsync(note, cancellationToken).ConfigureAwait(false);
        note = note with { NewId = created };
        if (created is not null && await IsUpAsync(created, cancellationToken).ConfigureAwait(false))
        {
            await host.RemoveAsync(note.OldId, force: true, withVolumes: false, cancellationToken).ConfigureAwait(false);
            observer.Milestone($"finished the interrupted recreation of {name}");
        }
        else
        {
            await PutBackAsync(note, cancellationToken).ConfigureAwait(false);
            observer.Milestone($"an interrupted recreation of {name} was put back");
        }

        file.Delete();
        return true;
    }

    private async Task<RecreationPlan> PlanAsync(string container, IReadOnlyDictionary<string, string> variables, CancellationToken cancellationToken)
    {
        var inspected = await RawAsync(container, cancellationToken).ConfigureAwait(false);
        var others = new List<JsonObject>();
        foreach (var summary in await host.ListAsync([], cancellationToken).ConfigureAwait(false))
            if (summary.Id != inspected["Id"]!.GetValue<string>()) others.Add(await RawAsync(summary.Id, cancellationToken).ConfigureAwait(false));
        var engine = await host.GetEngineAsync(cancellationToken).ConfigureAwait(false);
        return RecreationPlanner.Plan(inspected, others, variables, engine.ApiVersion);
    }

    private async Task<JsonObject> RawAsync(string container, CancellationToken cancellationToken) =>
        JsonObject.Create((await host.InspectAsync(container, cancellationToken).ConfigureAwait(false)).Raw)!;

    private async Task PutBackAsync(RecreationNote note, CancellationToken cancellationToken)
    {
        var old = await FindAsync(note.OldId, cancellationToken).ConfigureAwait(false);
        // Somebody (compose) removed the old one meanwhile: then the new one is all there is.
        if (old is null) return;
        if (note.NewId is not null) await host.RemoveAsync(note.NewId, force: true, withVolumes: false, cancellationToken).ConfigureAwait(false);
        if (old.Name != note.Name) await host.RenameAsync(note.OldId, note.Name, cancellationToken).ConfigureAwait(false);
        if (note.WasRunning) await host.StartAsync(note.OldId, cancellationToken).ConfigureAwait(false);
        observer.Decision($"the old container {note.Name} was put back");
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

    /// <summary>Killed between creation and note, the new container is known by its name only.</summary>
    private async Task<string?> FindNewAsync(RecreationNote note, CancellationToken cancellationToken) =>
        await FindAsync(note.Name, cancellationToken).ConfigureAwait(false) is { } found && found.Id != note.OldId ? found.Id : null;

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

    /// <summary>The name a container has, or had before it stepped aside.</summary>
    public static string NameOf(ContainerDetails container) =>
        container.Name.IndexOf(Aside, StringComparison.Ordinal) is > 0 and var end ? container.Name[..end] : container.Name;

    private static StateFile<RecreationNote> FileOf(string name) => StateFile<RecreationNote>.Named("recreation-" + name);
}
