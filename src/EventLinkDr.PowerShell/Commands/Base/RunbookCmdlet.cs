using System.Management.Automation;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Operations.Replication;
using EventLinkDr.PowerShell.Binding;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>A cmdlet that runs the steps of the runbook.</summary>
[OnlyOneOf(nameof(Standby), nameof(Backup), nameof(Path), nameof(LiteralPath), OrPipeline = true)]
[OnlyOneOf(nameof(Resume), nameof(StartOver))]
[Needs([nameof(Failover), nameof(AcceptDataLoss), nameof(MaximumLag), nameof(ServiceAddress)], nameof(Standby), nameof(Resume))]
public abstract class RunbookCmdlet : MeasuredCmdlet
{
    private static readonly SwitchOptions Defaults = new();

    /// <summary>The standby that is promoted, in place of a backup that is restored.</summary>
    [Parameter]
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

    /// <summary>Where the services reach the standby.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ServiceAddress { get; set; }

    /// <summary>Goes on with a recovery that was interrupted or failed.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>Puts an unfinished recovery aside and begins anew.</summary>
    [Parameter]
    public SwitchParameter StartOver { get; set; }

    /// <summary>Asks before each step.</summary>
    [Parameter]
    public SwitchParameter Pause { get; set; }

    /// <summary>Steps that are left out.</summary>
    [Parameter]
    public RecoveryStepName[] SkipStep { get; set; } = [];

    /// <summary>File of the journal.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    /// <summary>Leaves owners and grants of missing roles out.</summary>
    [Parameter]
    public SwitchParameter SkipMissingRole { get; set; }

    /// <summary>Restores also what the code does not know.</summary>
    [Parameter]
    public SwitchParameter SkipRevisionCheck { get; set; }

    /// <summary>Root of the EventLink API.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Api { get; set; }

    /// <summary>Full path of the journal; null for the usual one.</summary>
    private protected string? Journal { get; private set; }

    private protected RecoveryOptions Options => new()
    {
        Standby = Standby,
        Switch = new SwitchOptions { Failover = Failover, AcceptDataLoss = AcceptDataLoss, MaximumLag = MaximumLag, ServiceAddress = ServiceAddress },
        Resume = Resume,
        StartOver = StartOver,
        SkipSteps = SkipStep,
        JournalPath = Journal,
        ReportPath = ReportFile,
        RpoObjective = RpoObjective,
        RtoObjective = RtoObjective,
        Jobs = Jobs,
        SkipMissingRole = SkipMissingRole,
        SkipRevisionCheck = SkipRevisionCheck,
        Api = Api,
        ProbeEmail = ProbeCredential?.UserName,
        ProbePassword = ProbeCredential?.GetNetworkCredential().Password,
        Deadline = Deadline,
    };

    private protected override void Bind()
    {
        base.Bind();
        Journal = JournalPath is null ? null : ProviderPath.OfNew(SessionState, JournalPath);
    }
}
