using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace EventLinkDr.PowerShell.Loading;

/// <summary>Called by PowerShell when the module is imported into a runspace.</summary>
public sealed class ModuleLifecycle : IModuleAssemblyInitializer
{
    private static int s_hooked;

    /// <summary>Answers for Adapters from the private load context.</summary>
    public void OnImport()
    {
        // Never unhooked: the assemblies stay loaded when the module is removed, and other runspaces may still use them.
        if (Interlocked.Exchange(ref s_hooked, 1) == 0) AssemblyLoadContext.Default.Resolving += Resolve;
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        string.Equals(name.Name, AdapterLoadContext.AdaptersName, StringComparison.OrdinalIgnoreCase)
            ? AdapterLoadContext.Instance.LoadFromAssemblyName(name)
            : null;
}
