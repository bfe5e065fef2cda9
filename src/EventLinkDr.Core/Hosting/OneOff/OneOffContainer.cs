using System.Text.Json.Nodes;

namespace EventLinkDr.Hosting.OneOff;

/// <summary>Runs a command in a container of its own made like a service's, and removes the container.</summary>
internal sealed class OneOffContainer(IContainerHost host)
{
    private const string Label = "eventlinkdr.oneoff";
    private const int MostLines = 5000;

    /// <summary>Runs it to its end.</summary>
    /// <param name="like">Container of the service, running or not.</param>
    /// <param name="command">The command, in place of the service's own.</param>
    /// <param name="purpose">One word for it; a killed run is found again by it.</param>
    /// <param name="cancellationToken">Ends the command and removes the container.</param>
    public async Task<OneOffResult> RunAsync(ContainerDetails like, IReadOnlyList<string> command, string purpose, CancellationToken cancellationToken)
    {
        var (body, further) = OneOffPlanner.Plan(JsonObject.Create(like.Raw)!, command, Label, purpose);
        var id = await host.CreateAsync(null, body, cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var network in further) await host.ConnectNetworkAsync(id, network, [], cancellationToken).ConfigureAwait(false);
            await host.StartAsync(id, cancellationToken).ConfigureAwait(false);
            var code = await host.WaitAsync(id, cancellationToken).ConfigureAwait(false);
            var lines = await host.ReadLogAsync(id, MostLines, cancellationToken).ConfigureAwait(false);
            return new OneOffResult(code, Of(lines, ContainerChannel.Output), Of(lines, ContainerChannel.Error));
        }
        finally
        {
            await host.RemoveAsync(id, force: true, withVolumes: true, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for commands of a purpose that a killed run of ours left running, and removes their containers.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> FinishInterruptedAsync(string project, string purpose, CancellationToken cancellationToken)
    {
        var left = await host.ListAsync([$"{ComposeProject.ProjectLabel}={project}", $"{Label}={purpose}"], cancellationToken).ConfigureAwait(false);
        foreach (var container in left)
        {
            if (container.State == ContainerState.Running) await host.WaitAsync(container.Id, cancellationToken).ConfigureAwait(false);
            await host.RemoveAsync(container.Id, force: true, withVolumes: true, cancellationToken).ConfigureAwait(false);
        }

        return left.Count;
    }

    private static List<string> Of(IReadOnlyList<ContainerLogLine> lines, ContainerChannel channel) =>
        [.. lines.Where(line => line.Channel == channel).Select(line => line.Text)];
}
