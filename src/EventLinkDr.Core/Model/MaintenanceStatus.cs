namespace EventLinkDr.Model;

/// <summary>
/// Whether registrations are off: by the file, by the running container and by what the API answers. They can disagree, because the backend
/// reads its settings only when its container is made.
/// </summary>
public sealed record MaintenanceStatus
{
    /// <summary>The deployment.</summary>
    public required string Target { get; init; }

    /// <summary>What <c>.env</c> says; null where there is no such file.</summary>
    public bool? File { get; init; }

    /// <summary>What the running backend was started with; null where it does not run.</summary>
    public bool? Container { get; init; }

    /// <summary>What the API does: 503 is true, 404 is false; null: not proven.</summary>
    public bool? Api { get; init; }

    /// <summary>Whether the database is read-only by default. A convention: any session can lift it for itself.</summary>
    public bool? WriteFence { get; init; }

    /// <summary>Whether file, container and API say the same, as far as they are known.</summary>
    public bool Consistent => new[] { File, Container, Api }.Where(value => value is not null).Distinct().Count() <= 1;

    /// <summary>Why something is not known, or what else should be known; null when there is nothing to say.</summary>
    public string? Detail { get; init; }

    /// <summary><c>eventlink on 127.0.0.1:5432: file on, container unknown, API unknown</c>.</summary>
    public override string ToString() => $"{Target}: file {Word(File)}, container {Word(Container)}, API {Word(Api)}";

    private static string Word(bool? on) => on switch { true => "on", false => "off", null => "unknown" };
}
