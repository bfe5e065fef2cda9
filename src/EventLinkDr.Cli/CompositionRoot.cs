using EventLinkDr.Adapters;
using EventLinkDr.Hosting;

namespace EventLinkDr.Cli;

/// <summary>The one place that names the adapters.</summary>
internal static class CompositionRoot
{
    public static IAdapters Create() => new AdapterFactory();
}
