using EventLinkDr.Storage;
using EventLinkDr.Streams;

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

    /// <summary>Opens places of backups; what a kind of place needs is loaded by the first of its kind.</summary>
    IStoreOpener Stores { get; }

    /// <summary>Encrypts backups and opens encrypted ones.</summary>
    IBackupCipher Cipher { get; }
}
