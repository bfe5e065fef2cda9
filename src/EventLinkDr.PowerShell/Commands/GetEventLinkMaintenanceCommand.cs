using System.Management.Automation;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Maintenance;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Says whether registrations are off: by the file, by the running container and by the API.</summary>
[Cmdlet(VerbsCommon.Get, "EventLinkMaintenance", DefaultParameterSetName = Discovered, HelpUri = OnlineHelp.Pages + "Get-EventLinkMaintenance.md")]
[OutputType(typeof(MaintenanceStatus))]
[Needs([nameof(Api)], nameof(ProbeCredential))]
public sealed class GetEventLinkMaintenanceCommand : TargetCmdlet
{
    /// <summary>The deployment, as <c>Get-EventLinkTarget</c> gives it.</summary>
    [Parameter(ParameterSetName = nameof(Target), Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public override EventLinkTarget? Target { get; set; }

    /// <summary>Email and password of a student who asks the API.</summary>
    [Parameter]
    [ValidateNotNull]
    [Credential]
    public PSCredential? ProbeCredential { get; set; }

    /// <summary>Root of the EventLink API.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Api { get; set; }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(new ConnectOptions { WithoutDatabase = true }, cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var probe = new MaintenanceOptions
        {
            Enabled = false, Api = Api, ProbeEmail = ProbeCredential?.UserName, ProbePassword = ProbeCredential?.GetNetworkCredential().Password,
        };
        await WriteAsync(await new MaintenanceOperation(connection.Deployment).ReadAsync(probe, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
