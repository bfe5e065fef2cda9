namespace EventLinkDr.Hosting;

/// <summary>What may be done to reach a deployment.</summary>
public sealed record ConnectOptions
{
    /// <summary>Starts a database container that is stopped, and says so; otherwise that is an error.</summary>
    public bool StartDatabase { get; init; }

    /// <summary>Takes a database that is away for given: its services are there all the same, and each session looks for the server anew.</summary>
    public bool WithoutDatabase { get; init; }
}
