using EventLinkDr.Hosting;
using EventLinkDr.Model;

namespace EventLinkDr.Operations.Drill;

/// <summary>What a drill on a copy of a deployment is planned on.</summary>
internal sealed record DeploymentDrillFacts
{
    public required EventLinkTarget Target { get; init; }

    /// <summary>The backup, opened where it is encrypted: with what its manifest says.</summary>
    public required BackupSet Backup { get; init; }

    /// <summary>The backup as the catalog lists it.</summary>
    public required BackupSet Listed { get; init; }

    /// <summary>The deployment's backend; null where it is left out.</summary>
    public ContainerDetails? Backend { get; init; }

    /// <summary>Why the backend is left out; null when it is not.</summary>
    public string? WithoutBackend { get; init; }

    /// <summary>The deployment's database container, whose image is used; null for another server.</summary>
    public ContainerDetails? DatabaseContainer { get; init; }

    public required DateTimeOffset Now { get; init; }
}
