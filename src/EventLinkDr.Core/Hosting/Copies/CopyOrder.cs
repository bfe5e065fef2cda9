namespace EventLinkDr.Hosting.Copies;

/// <summary>What a disposable copy of a deployment is like.</summary>
public sealed record CopyOrder
{
    /// <summary>The deployment's backend, running or not. It is only looked at.</summary>
    public required ContainerDetails Backend { get; init; }

    /// <summary>Image of the deployment's database server; null for the official one.</summary>
    public string? DatabaseImage { get; init; }

    /// <summary>Major version of the official image; null for the newest at hand.</summary>
    public int? Major { get; init; }

    /// <summary>The database the copy's backend uses. The server does not have it yet.</summary>
    public required string Database { get; init; }

    /// <summary>The server's superuser.</summary>
    public required string Username { get; init; }

    /// <summary>The user the copy's backend connects as. Where it is not the superuser, the server does not have it yet.</summary>
    public required string BackendUsername { get; init; }

    /// <summary>Further variables of the copy's backend.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Directory of the copy's <c>.env</c>.</summary>
    public required string ProjectDirectory { get; init; }
}
