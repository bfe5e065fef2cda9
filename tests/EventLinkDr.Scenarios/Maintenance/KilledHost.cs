using System.Reflection;
using EventLinkDr.Hosting;

namespace EventLinkDr.Scenarios.Maintenance;

/// <summary>Passes calls on to an engine until so many changes were made; the next one ends the work as a kill would, without any clean-up.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1852", Justification = "DispatchProxy derives a type from it.")]
internal class KilledHost : DispatchProxy
{
    private static readonly string[] Changes =
        [nameof(IContainerHost.RenameAsync), nameof(IContainerHost.CreateAsync), nameof(IContainerHost.StopAsync), nameof(IContainerHost.StartAsync), nameof(IContainerHost.RemoveAsync)];

    private IContainerHost _inner = null!;
    private int _left;

    public static IContainerHost Around(IContainerHost inner, int changes)
    {
        var proxy = Create<IContainerHost, KilledHost>();
        ((KilledHost)(object)proxy)._inner = inner;
        ((KilledHost)(object)proxy)._left = changes;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (Changes.Contains(targetMethod!.Name) && _left-- == 0) throw new KilledException();
        return targetMethod.Invoke(_inner, args);
    }

    public sealed class KilledException : Exception;
}
