using EventLinkDr.PowerShell.Loading;

namespace EventLinkDr.PowerShell.Completion;

/// <summary>Offers the target at hand, as the call that gives it; the tip says which one that is.</summary>
public sealed class TargetCompleter : BoundedCompleter
{
    private protected override async Task<IEnumerable<CompletionItem>> FindAsync(CompletionContext context, CancellationToken cancellationToken)
    {
        var adapters = CompositionRoot.Create();
        await using var _ = adapters.ConfigureAwait(false);
        var target = await TargetAtHand.ResolveAsync(context, adapters, cancellationToken).ConfigureAwait(false);
        return [new CompletionItem("(Get-EventLinkTarget)", target.ToString(), $"{target}, from {target.Source}", IsCode: true)];
    }
}
