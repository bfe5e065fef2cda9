using EventLinkDr.Hosting;
using EventLinkDr.PowerShell.Loading;

namespace EventLinkDr.PowerShell.Completion;

/// <summary>Offers the containers of the engine, those that look like a database of a compose project first.</summary>
public sealed class ContainerCompleter : BoundedCompleter
{
    private const string ServiceLabel = "com.docker.compose.service";
    private const string ProjectLabel = "com.docker.compose.project";

    private protected override async Task<IEnumerable<CompletionItem>> FindAsync(CompletionContext context, CancellationToken cancellationToken)
    {
        var adapters = CompositionRoot.Create();
        await using var _ = adapters.ConfigureAwait(false);
        var containers = await adapters.Containers.ListAsync([], cancellationToken).ConfigureAwait(false);
        return containers.Where(container => context.Fits(container.Name))
            .OrderByDescending(container => container.Labels.GetValueOrDefault(ServiceLabel) == "db").ThenBy(container => container.Name, StringComparer.Ordinal)
            .Select(container => new CompletionItem(container.Name, container.Name, Tip(container)));
    }

    private static string Tip(ContainerSummary container) => container.Labels.TryGetValue(ProjectLabel, out var project)
        ? $"{container.State}, service {container.Labels.GetValueOrDefault(ServiceLabel)} of compose project {project}" : container.State.ToString();
}
