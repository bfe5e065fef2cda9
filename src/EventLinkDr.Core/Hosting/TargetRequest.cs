namespace EventLinkDr.Hosting;

/// <summary>What a caller says about the target; nothing at all means: find it. Holds secrets, so it has no text form.</summary>
public sealed class TargetRequest
{
    /// <summary>A URI, libpq's <c>host=… dbname=…</c> or <c>Host=…;Database=…</c>.</summary>
    public string? ConnectionString { internal get; init; }

    /// <summary>User to connect as, in place of the one that was found.</summary>
    public string? Username { internal get; init; }

    /// <summary>That user's password.</summary>
    public string? Password { internal get; init; }

    /// <summary>Directory of a compose project.</summary>
    public string? ProjectDirectory { internal get; init; }

    /// <summary>Name or id of the database container.</summary>
    public string? Container { internal get; init; }

    /// <summary>Takes a compose project whose database has no container at the moment by what its files say.</summary>
    public bool WithoutDatabase { internal get; init; }
}
