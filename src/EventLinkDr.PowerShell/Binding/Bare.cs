using System.Management.Automation;

namespace EventLinkDr.PowerShell.Binding;

/// <summary>What a script hands over is often wrapped.</summary>
internal static class Bare
{
    /// <summary>The value itself.</summary>
    public static object? Value(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
