using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Rollback;
using EventLinkDr.PowerShell.Formatting;
using EventLinkDr.PowerShell.Loading;

namespace EventLinkDr.PowerShell.Completion;

/// <summary>Offers the kept databases of the deployment that is named on the line, or is at hand.</summary>
public sealed class RollbackCompleter : BoundedCompleter
{
    private protected override async Task<IEnumerable<CompletionItem>> FindAsync(CompletionContext context, CancellationToken cancellationToken)
    {
        var adapters = CompositionRoot.Create();
        await using var _ = adapters.ConfigureAwait(false);
        var target = await TargetAtHand.ResolveAsync(context, adapters, cancellationToken).ConfigureAwait(false);
        var deployment = await adapters.Deployments.ConnectAsync(target, new ConnectOptions(), Diagnostics.NullObserver.Instance, cancellationToken).ConfigureAwait(false);
        await using var __ = deployment.ConfigureAwait(false);
        var kept = await new RollbackCatalog(deployment).ListAsync(cancellationToken).ConfigureAwait(false);
        return kept.Where(database => context.Fits(database.Name)).Select(database =>
            new CompletionItem(database.Name, database.Name, $"{database.Database} until {View.Time(database.Replaced)}, {View.Size(database.Size)}, {database.Sessions} sessions"));
    }
}
