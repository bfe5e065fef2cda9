using System.Management.Automation;
using EventLinkDr.Hosting;
using EventLinkDr.Operations.Replication;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Loading;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Makes a standby the primary: planned without loss, or after a failure with the loss stated.</summary>
[Cmdlet(VerbsCommon.Switch, "EventLinkPrimary", DefaultParameterSetName = Discovered, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = OnlineHelp.Pages + "Switch-EventLinkPrimary.md")]
[OutputType(typeof(SwitchResult), typeof(SwitchPlan))]
public sealed class SwitchEventLinkPrimaryCommand : ChangingCmdlet
{
    private static readonly SwitchOptions Defaults = new();

    private string? _journal;

    /// <summary>The server that becomes the primary.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? Standby { get; set; }

    /// <summary>Does not wait for the primary.</summary>
    [Parameter]
    public SwitchParameter Failover { get; set; }

    /// <summary>Goes on where more would be lost, or nothing proves that the old primary accepts no writes.</summary>
    [Parameter]
    public SwitchParameter AcceptDataLoss { get; set; }

    /// <summary>How far the standby may be behind.</summary>
    [Parameter]
    [Size]
    public long MaximumLag { get; set; } = Defaults.MaximumLag;

    /// <summary>Finishes an interrupted switch.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Takes an interrupted switch back.</summary>
    [Parameter]
    public SwitchParameter RollBack { get; set; }

    /// <summary>Where the services reach the new primary.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ServiceAddress { get; set; }

    /// <summary>File of the journal.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    /// <summary>How long the standby may take to replay everything.</summary>
    [Parameter]
    [Duration]
    public TimeSpan CatchUpTimeout { get; set; } = Defaults.CatchUpTimeout;

    /// <summary>How long the promotion may take.</summary>
    [Parameter]
    [Duration]
    public TimeSpan PromoteTimeout { get; set; } = Defaults.PromoteTimeout;

    /// <summary>How long the old primary may take to stop in order.</summary>
    [Parameter]
    [Duration]
    public TimeSpan StopTimeout { get; set; } = Defaults.StopTimeout;

    /// <summary>Answers the question with yes.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override bool IsForced => Force;

    private protected override void Bind()
    {
        base.Bind();
        _journal = JournalPath is null ? null : ProviderPath.OfNew(SessionState, JournalPath);
    }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var adapters = CompositionRoot.Create();
        await using var _ = adapters.ConfigureAwait(false);
        var primary = await ResolveTargetAsync(adapters, cancellationToken).ConfigureAwait(false);
        var standby = await new StandbyResolver(LocalHost, adapters).ResolveAsync(Standby!, primary, Observer, cancellationToken).ConfigureAwait(false);
        var connection = await SwitchConnection.OpenAsync(adapters, primary, standby, Observer, cancellationToken).ConfigureAwait(false);
        await using var __ = connection.ConfigureAwait(false);
        var operation = new SwitchOperation(connection.Parties);
        var plan = await operation.PrepareAsync(Options(), cancellationToken).ConfigureAwait(false);
        if (!await ApproveAsync(plan).ConfigureAwait(false)) return;
        await WriteAsync(await operation.RunAsync(plan, Observer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private SwitchOptions Options() => new()
    {
        Failover = Failover,
        AcceptDataLoss = AcceptDataLoss,
        MaximumLag = MaximumLag,
        Resume = Resume,
        RollBack = RollBack,
        ServiceAddress = ServiceAddress,
        JournalPath = _journal,
        CatchUpTimeout = CatchUpTimeout,
        PromoteTimeout = PromoteTimeout,
        StopTimeout = StopTimeout,
    };
}
