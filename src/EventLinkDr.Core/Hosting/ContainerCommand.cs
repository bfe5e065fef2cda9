namespace EventLinkDr.Hosting;

/// <summary>A program to run in a container.</summary>
/// <param name="Arguments">The program and its arguments; never a secret, every user of the container's host can read them.</param>
public sealed record ContainerCommand(params IReadOnlyList<string> Arguments)
{
    /// <summary>Variables added to the container's own; secrets go in here.</summary>
    internal IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether its standard input is attached; without, it reads the end at once.</summary>
    public bool AttachInput { get; init; }

    /// <summary>User it runs as; null for the container's own.</summary>
    public string? User { get; init; }

    /// <summary>The program's name alone.</summary>
    public override string ToString() => Arguments.Count > 0 ? Arguments[0] : "";
}
