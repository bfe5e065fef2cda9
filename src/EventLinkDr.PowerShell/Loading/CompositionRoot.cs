using System.Runtime.CompilerServices;
using EventLinkDr.Adapters;
using EventLinkDr.Hosting;

namespace EventLinkDr.PowerShell.Loading;

/// <summary>The one type that names Adapters; every other one knows Core's ports only.</summary>
internal static class CompositionRoot
{
    private static Func<IAdapters> s_make = Make;

    /// <summary>The adapters for one command; the caller disposes them.</summary>
    public static IAdapters Create() => s_make();

    /// <summary>Puts stand-ins in the place of the adapters, for tests.</summary>
    /// <returns>Puts the adapters back when disposed.</returns>
    public static IDisposable Substitute(Func<IAdapters> make)
    {
        s_make = make;
        return new Restoration();
    }

    // Compiled only when it is called: by then the module has said where Adapters is.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static AdapterFactory Make() => new();

    private sealed class Restoration : IDisposable
    {
        public void Dispose() => s_make = Make;
    }
}
