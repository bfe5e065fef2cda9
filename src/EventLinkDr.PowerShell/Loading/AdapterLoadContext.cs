using System.Reflection;
using System.Runtime.Loader;

namespace EventLinkDr.PowerShell.Loading;

/// <summary>Holds Adapters and its packages apart from what other modules bring; Core stays the one that PowerShell sees.</summary>
internal sealed class AdapterLoadContext : AssemblyLoadContext
{
    public const string AdaptersName = "EventLinkDr.Adapters";

    private static readonly Assembly Core = typeof(ToolVersion).Assembly;
    private readonly string _directory;

    private AdapterLoadContext(string directory) : base("EventLinkDr") => _directory = directory;

    /// <summary>The context of this module's <c>deps</c> folder, one for the process.</summary>
    public static AdapterLoadContext Instance { get; } =
        new(Path.Combine(Path.GetDirectoryName(typeof(AdapterLoadContext).Assembly.Location)!, "deps"));

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        ArgumentNullException.ThrowIfNull(assemblyName);
        // A second Core would give every port a second identity.
        if (string.Equals(assemblyName.Name, Core.GetName().Name, StringComparison.OrdinalIgnoreCase)) return Core;
        var path = Path.Combine(_directory, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
