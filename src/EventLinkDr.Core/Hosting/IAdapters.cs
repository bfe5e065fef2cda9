namespace EventLinkDr.Hosting;

/// <summary>What operations need from the world outside .NET. A front end makes one and passes its parts on.</summary>
public interface IAdapters : IAsyncDisposable
{
    /// <summary>Reaches deployments.</summary>
    IDeploymentConnector Deployments { get; }

    /// <summary>The container engine that the environment names; nothing is connected before its first call.</summary>
    IContainerHost Containers { get; }

    /// <summary>Starts throwaway servers.</summary>
    IThrowawayServers ThrowawayServers { get; }
}
