using System.Diagnostics;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Hosting.Copies;
using EventLinkDr.Model;
using EventLinkDr.Operations.Maintenance;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Operations.Reporting;
using EventLinkDr.Operations.Restore;
using EventLinkDr.Storage;
using EventLinkDr.Streams;

namespace EventLinkDr.Operations.Drill;

/// <summary>
/// Runs the runbook on a disposable copy of a deployment: a server with nothing in it, and the deployment's own backend against it. Whatever happens,
/// nothing of the copy stays, and the deployment is only looked at.
/// </summary>
/// <param name="adapters">Start and reach the copy.</param>
/// <param name="store">Where the backup is.</param>
public sealed class DeploymentDrillOperation(IAdapters adapters, IBackupStore store)
{
    /// <summary>What opens an encrypted backup; must live until the drill has ended.</summary>
    public BackupDecryption? Decryption { get; init; }

    /// <summary>Looks at deployment and backup and says what would be done. Changes nothing.</summary>
    /// <param name="backup">The backup to restore, as the catalog lists it.</param>
    /// <param name="target">The deployment; its database may be away.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="DrException"><c>SandboxUnsupported</c>, <c>BackupIncomplete</c>, <c>BackupCorrupt</c>, and those of the keys.</exception>
    public async Task<DeploymentDrillPlan> PrepareAsync(BackupSet backup, EventLinkTarget target, DeploymentDrillOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(backup);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(options);
        Sandbox.EnsureOutside("a drill needs the programs of PostgreSQL");
        return new DeploymentDrillPlan(options, await new DeploymentDrillFactsReader(adapters, store, Decryption).ReadAsync(backup, target, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Runs the drill. A step of the runbook that fails is in the result, not an error.</summary>
    /// <param name="plan">What <see cref="PrepareAsync"/> gave.</param>
    /// <param name="observer">Is told the phases.</param>
    /// <param name="cancellationToken">Stops it; everything is removed.</param>
    /// <exception cref="DrException"><c>NoThrowawayServer</c>, <c>RevisionUnknown</c>, and whatever else keeps the runbook from being begun.</exception>
    public async Task<DeploymentDrillResult> RunAsync(DeploymentDrillPlan plan, IOperationObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(observer);
        var begin = Stopwatch.GetTimestamp();
        var clock = new PhaseClock(observer);
        DeploymentDrillResult result;
        using (var directory = new DrillDirectory())
        {
            IThrowawayServer server;
            using (clock.Phase(plan.WithBackend ? "start a copy" : "start a server"))
                server = await StartAsync(plan, directory, observer, cancellationToken).ConfigureAwait(false);
            try
            {
                using (clock.Phase("runbook")) result = await RehearseAsync(plan, server, directory, observer, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await server.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            using (clock.Phase("remove everything")) await server.DisposeAsync().ConfigureAwait(false);
        }

        result = result with { Phases = clock.Durations, Duration = Stopwatch.GetElapsedTime(begin) };
        Report(plan.Options, result, observer);
        return result;
    }

    private async Task<IThrowawayServer> StartAsync(DeploymentDrillPlan plan, DrillDirectory directory, IOperationObserver observer, CancellationToken cancellationToken)
    {
        var facts = plan.Facts;
        if (facts.Backend is not { } backend) return await ServerForBackup.StartAsync(adapters, facts.Backup.Manifest, observer, cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(directory.Path, ".env"), $"{MaintenanceFlag.Name}={MaintenanceFlag.Text(false)}\n", cancellationToken).ConfigureAwait(false);
        var url = backend.Environment.GetValueOrDefault(DatabaseUrl.Variable) is { Length: > 0 } given ? given : null;
        return await adapters.ThrowawayServers.StartCopyAsync(new CopyOrder
        {
            Backend = backend,
            DatabaseImage = facts.DatabaseContainer?.ImageId,
            Major = ServerForBackup.MajorOf(facts.Backup.Manifest),
            Database = (url is null ? null : DatabaseUrl.DatabaseOf(url)) ?? facts.Target.Database,
            Username = facts.Target.Username,
            BackendUsername = (url is null ? null : DatabaseUrl.UserOf(url)) ?? facts.Target.Username,
            Variables = new Dictionary<string, string> { [MaintenanceFlag.Name] = MaintenanceFlag.Text(false) },
            ProjectDirectory = directory.Path,
        }, observer, cancellationToken).ConfigureAwait(false);
    }

    private async Task<DeploymentDrillResult> RehearseAsync(DeploymentDrillPlan plan, IThrowawayServer server, DrillDirectory directory, IOperationObserver observer,
        CancellationToken cancellationToken)
    {
        var target = plan.WithBackend ? server.Target : server.Target with { Database = plan.Facts.Target.Database };
        var reached = await adapters.Deployments.ConnectAsync(target, new ConnectOptions(), observer, cancellationToken).ConfigureAwait(false);
        var deployment = new CopyDeployment(reached, directory.Path, plan.Options.Deadline);
        await using var _ = deployment.ConfigureAwait(false);
        await MakeRolesAsync(plan, deployment, cancellationToken).ConfigureAwait(false);

        var quiet = new RehearsalObserver(observer);
        var place = BackupPlace.ForWriting(directory.Path, adapters.Stores);
        await using var __ = place.ConfigureAwait(false);
        var runbook = new RecoveryOperation(deployment, store) { FinalStore = place.Store, Decryption = Decryption };
        var steps = await runbook.PrepareAsync(plan.Facts.Listed, new RecoveryOptions
        {
            JournalPath = Path.Combine(directory.Path, "recovery.json"), Jobs = plan.Options.Jobs, SkipMissingRole = true, Deadline = plan.Options.Deadline,
            ProbeEmail = plan.Options.ProbeEmail, ProbePassword = plan.Options.ProbePassword,
        }, quiet, cancellationToken).ConfigureAwait(false);
        try
        {
            return DrillResults.Of(plan, server.Description, await runbook.RunAsync(steps, quiet, cancellationToken).ConfigureAwait(false), null);
        }
        catch (DrException error) when (error.Subject is RecoveryResult soFar)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return DrillResults.Of(plan, server.Description, soFar, error) with { BackendLog = await BackendLog.ReadAsync(deployment).ConfigureAwait(false) };
        }
    }

    /// <summary>Whose rows they are is no part of a drill, but the backend has to be able to do what it may do there.</summary>
    private static async Task MakeRolesAsync(DeploymentDrillPlan plan, CopyDeployment deployment, CancellationToken cancellationToken)
    {
        var url = plan.Facts.Backend?.Environment.GetValueOrDefault(DatabaseUrl.Variable);
        var user = string.IsNullOrEmpty(url) ? null : DatabaseUrl.UserOf(url);
        IEnumerable<string> roles = plan.Backup.Manifest?.Roles ?? [];
        await ServerForBackup.CreateRolesAsync(deployment.Server, [.. user is null ? roles : roles.Append(user)], cancellationToken).ConfigureAwait(false);
        if (user is not null && user != deployment.Target.Username)
            await ServerForBackup.AllowLoginAsync(deployment.Server, user, deployment.Target.Password!, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A report that cannot be written does not make a drill fail.</summary>
    private static void Report(DeploymentDrillOptions options, DeploymentDrillResult result, IOperationObserver observer)
    {
        if (options.ReportPath is not { } path) return;
        try
        {
            observer.Milestone($"report: {ReportOperation.Run(ReportOperation.Prepare(result, path, force: true)).Path}");
        }
        catch (DrException error)
        {
            observer.Warning($"the report could not be written: {error.Message}");
        }
    }
}
