using EventLinkDr.Hosting;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>A deployment that one command has reached, with the adapters behind it; both end with the command.</summary>
internal sealed class Connection(IAdapters adapters, IDeployment deployment) : IAsyncDisposable
{
    public IAdapters Adapters => adapters;

    public IDeployment Deployment => deployment;

    public async ValueTask DisposeAsync()
    {
        await deployment.DisposeAsync().ConfigureAwait(false);
        await adapters.DisposeAsync().ConfigureAwait(false);
    }
}
