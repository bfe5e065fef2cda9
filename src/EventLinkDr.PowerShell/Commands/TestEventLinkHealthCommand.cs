using System.Management.Automation;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Health;
using EventLinkDr.Operations.Restore;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Looks at a deployment from the database up to what a student sees.</summary>
[Cmdlet(VerbsDiagnostic.Test, "EventLinkHealth", DefaultParameterSetName = Discovered, HelpUri = OnlineHelp.Pages + "Test-EventLinkHealth.md")]
[OutputType(typeof(HealthCheckResult), typeof(HealthReport), typeof(bool))]
[OnlyOneOf(nameof(AsReport), nameof(Quiet))]
[OnlyOneOf(nameof(TestRegistration), nameof(ExpectWriteFence))]
[Needs([nameof(TestRegistration)], nameof(ProbeCredential))]
public sealed class TestEventLinkHealthCommand : TargetCmdlet
{
    /// <summary>The deployment, as <c>Get-EventLinkTarget</c> gives it.</summary>
    [Parameter(ParameterSetName = nameof(Target), Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public override EventLinkTarget? Target { get; set; }

    /// <summary>Root of the EventLink API.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Api { get; set; }

    /// <summary>Email and password of a student who tries the deployment out.</summary>
    [Parameter]
    [ValidateNotNull]
    [Credential]
    public PSCredential? ProbeCredential { get; set; }

    /// <summary>A backup whose tables and rows must be there.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public BackupSet? Backup { get; set; }

    /// <summary>What a restore gave: the database it made is looked at, and its backup is what must be there.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public RestoreResult? Restore { get; set; }

    /// <summary>Registers the student for an event and takes it back.</summary>
    [Parameter]
    public SwitchParameter TestRegistration { get; set; }

    /// <summary>A write fence is up: the database must refuse writes.</summary>
    [Parameter]
    public SwitchParameter ExpectWriteFence { get; set; }

    /// <summary>How long one request or connection may take.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = new HealthOptions().Timeout;

    /// <summary>How often a failed request is repeated.</summary>
    [Parameter]
    [ValidateRange(0, 20)]
    public int RetryCount { get; set; } = new HealthOptions().Retries;

    /// <summary>How long to look again and again until everything passes.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? Wait { get; set; }

    /// <summary>One object for all checks.</summary>
    [Parameter]
    public SwitchParameter AsReport { get; set; }

    /// <summary>Only whether it is healthy, and no error.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    private protected override string? OtherDatabase => Restore?.Database;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(new ConnectOptions { WithoutDatabase = true }, cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var report = await new HealthOperation(connection.Deployment).RunAsync(Options, Observer, cancellationToken).ConfigureAwait(false);
        if (Quiet)
        {
            await WriteAsync(report.Healthy).ConfigureAwait(false);
            return;
        }

        foreach (var item in AsReport ? (IEnumerable<object>)[report] : report.Checks) await WriteAsync(item).ConfigureAwait(false);
        if (HealthOptions.ErrorOf(report) is { } error) await WriteErrorAsync(error, report).ConfigureAwait(false);
    }

    private HealthOptions Options => new()
    {
        Api = Api,
        ProbeEmail = ProbeCredential?.UserName,
        ProbePassword = ProbeCredential?.GetNetworkCredential().Password,
        // A dump of somebody else, restored, has nothing to compare with.
        Backup = Backup is null ? Restore?.Backup.Manifest : HealthOptions.ManifestOf(Backup),
        TestRegistration = TestRegistration,
        ExpectWriteFence = ExpectWriteFence,
        Timeout = Timeout,
        Retries = RetryCount,
        Wait = Wait,
    };
}
