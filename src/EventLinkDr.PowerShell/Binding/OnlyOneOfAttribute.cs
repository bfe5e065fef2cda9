namespace EventLinkDr.PowerShell.Binding;

/// <summary>Parameters of which one may be given: of two, the other would be ignored without a word.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class OnlyOneOfAttribute(params string[] parameters) : Attribute
{
    public IReadOnlyList<string> Parameters { get; } = parameters;

    /// <summary>Whether what comes down the pipeline is one of them too.</summary>
    public bool OrPipeline { get; init; }
}
