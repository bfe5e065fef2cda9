namespace EventLinkDr.PowerShell.Binding;

/// <summary>Parameters that mean nothing unless one of others is given too.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class NeedsAttribute(string[] parameters, params string[] others) : Attribute
{
    public IReadOnlyList<string> Parameters { get; } = parameters;

    public IReadOnlyList<string> Others { get; } = others;
}
