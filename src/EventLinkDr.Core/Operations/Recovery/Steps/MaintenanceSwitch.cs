using EventLinkDr.Model;
using EventLinkDr.Operations.Maintenance;

namespace EventLinkDr.Operations.Recovery.Steps;

/// <summary>Switches maintenance as <c>Set-EventLinkMaintenance</c> does, recreation and proof included.</summary>
internal static class MaintenanceSwitch
{
    public static async Task<MaintenanceStatus> RunAsync(RecoveryContext context, bool enabled, CancellationToken cancellationToken)
    {
        var operation = new MaintenanceOperation(context.Deployment);
        var plan = await operation.PrepareAsync(new MaintenanceOptions
        {
            Enabled = enabled, Api = context.Options.Api, Deadline = context.Options.Deadline,
            ProbeEmail = context.Options.ProbeEmail, ProbePassword = context.Options.ProbePassword,
        }, cancellationToken).ConfigureAwait(false);
        return await operation.RunAsync(plan, context.Observer, cancellationToken).ConfigureAwait(false);
    }
}
