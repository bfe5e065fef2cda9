namespace EventLinkDr;

/// <summary>The software's own version.</summary>
public static class ToolVersion
{
    /// <summary><c>0.1.0</c>, from the module manifest.</summary>
    public static string Current { get; } = typeof(ToolVersion).Assembly.GetName().Version!.ToString(3);
}
