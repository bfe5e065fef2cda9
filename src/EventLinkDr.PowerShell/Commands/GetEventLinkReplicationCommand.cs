using System.Management.Automation;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Replication;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;
using EventLinkDr.PowerShell.Loading;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Says what servers do in replication: role, timeline, positions in the log, lag.</summary>
[Cmdlet(VerbsCommon.Get, "EventLinkReplication", DefaultParameterSetName = Discovered, HelpUri = OnlineHelp.Pages + "Get-EventLinkReplication.md")]
[OutputType(typeof(ReplicationStatus))]
public sealed class GetEventLinkReplicationCommand : TargetCmdlet
{
    /// <summary>The deployment, as <c>Get-EventLinkTarget</c> gives it.</summary>
    [Parameter(ParameterSetName = nameof(Target), Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public override EventLinkTarget? Target { get; set; }

    /// <summary>Standbys to ask too.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] Standby { get; set; } = [];

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var adapters = CompositionRoot.Create();
        await using var _ = adapters.ConfigureAwait(false);
        var primary = await ResolveTargetAsync(adapters, cancellationToken).ConfigureAwait(false);
        await TellAsync(adapters, primary, cancellationToken).ConfigureAwait(false);
        foreach (var name in Standby)
            await TellAsync(adapters, await new StandbyResolver(LocalHost, adapters).ResolveAsync(name, primary, Observer, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A server that is away does not keep the others from answering.</summary>
    private async Task TellAsync(IAdapters adapters, EventLinkTarget server, CancellationToken cancellationToken)
    {
        try
        {
            var deployment = await adapters.Deployments.ConnectAsync(server, new ConnectOptions(), Observer, cancellationToken).ConfigureAwait(false);
            await using var _ = deployment.ConfigureAwait(false);
            await WriteAsync(await new ReplicationOperation(deployment).GetStatusAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (DrException error) when (error.Kind == ErrorTable.ServerUnreachable)
        {
            await WriteErrorAsync(error, server).ConfigureAwait(false);
        }
    }
}
