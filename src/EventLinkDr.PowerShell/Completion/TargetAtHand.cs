using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;

namespace EventLinkDr.PowerShell.Completion;

/// <summary>The target that the command on the line would act on.</summary>
internal static class TargetAtHand
{
    public static Task<EventLinkTarget> ResolveAsync(CompletionContext context, IAdapters adapters, CancellationToken cancellationToken) =>
        context.Bound<EventLinkTarget>("Target") is { } target ? Task.FromResult(target)
        : new TargetResolver(new LocalHost(context.Location), adapters).ResolveAsync(new TargetRequest
        {
            ConnectionString = context.Bound<string>("ConnectionString"),
            ProjectDirectory = context.Bound<string>("ProjectDirectory") is { } directory ? context.FullPath(directory) : null,
            Container = context.Bound<string>("Container"),
        }, NullObserver.Instance, cancellationToken);
}
