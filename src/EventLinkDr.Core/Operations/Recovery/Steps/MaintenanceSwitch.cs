using EventLinkDr.Model;
using EventLinkDr.Operations.Maintenance;

namespace EventLinkDr.Operations.Recovery.Steps;

/// <summary>Switches maintenance as <c>Set-EventLinkMaintenance</c> does, recreation and proof included.</summary>
internal static class MaintenanceSwitch
{
    /// <param name="context">What is worked with.</param>
    /// <param name="enabled">On or off.</param>
    /// <param name="prove">Whether the probe student proves it; one that is not let in would keep the switch from being made.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<MaintenanceStatus> RunAsync(RecoveryContext context, bool enabled, bool prove, CancellationToken cancellationToken)
    {
        var operation = new MaintenanceOperation(context.Deployment);
        var plan = await operation.PrepareAsync(new MaintenanceOptions
        {
            Enabled = enabled, Api = context.Options.Api, Deadline = context.Options.Deadline,
            ProbeEmail = prove ? context.Options.ProbeEmail : null, ProbePassword = prove ? context.Options.ProbePassword : null,
        }, cancellationToken).ConfigureAwait(false);
        return await operation.RunAsync(plan, context.Observer, cancellationToken).ConfigureAwait(false);
    }
}
