using System.Management.Automation;
using EventLinkDr.Operations.Recovery;
using EventLinkDr.Operations.Replication;
using EventLinkDr.PowerShell.Binding;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>A cmdlet that runs the steps of the runbook.</summary>
public abstract class RunbookCmdlet : ProbingCmdlet
{
    private static readonly SwitchOptions Defaults = new();

    private string? _report;

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

    /// <summary>File of a report.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>How much data may be lost, as time.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? RpoObjective { get; set; }

    /// <summary>How long it may take.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? RtoObjective { get; set; }

    /// <summary>Sessions that save, load and prove.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int? Jobs { get; set; }

    /// <summary>Leaves owners and grants of missing roles out.</summary>
    [Parameter]
    public SwitchParameter SkipMissingRole { get; set; }

    /// <summary>Restores also what the code does not know.</summary>
    [Parameter]
    public SwitchParameter SkipRevisionCheck { get; set; }

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
        ReportPath = _report,
        RpoObjective = RpoObjective,
        RtoObjective = RtoObjective,
        Jobs = Jobs,
        SkipMissingRole = SkipMissingRole,
        SkipRevisionCheck = SkipRevisionCheck,
        Api = Api,
        ProbeEmail = ProbeEmail,
        ProbePassword = ProbePassword,
        Deadline = Deadline,
    };

    private protected override void Bind()
    {
        base.Bind();
        _report = ReportPath is null ? null : ProviderPath.OfNew(SessionState, ReportPath);
        Journal = JournalPath is null ? null : ProviderPath.OfNew(SessionState, JournalPath);
    }
}
