using System.Management.Automation;
using EventLinkDr.Operations.Drill;
using EventLinkDr.Operations.Notices;
using EventLinkDr.PowerShell.Binding;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>A cmdlet that recovers, for real or on a copy: tried out as a student, measured against objectives, reported.</summary>
public abstract class MeasuredCmdlet : OneBackupCmdlet
{
    /// <summary>Email and password of a student who tries the deployment out.</summary>
    [Parameter]
    [ValidateNotNull]
    [Credential]
    public PSCredential? ProbeCredential { get; set; }

    /// <summary>How long the backend may take to be healthy.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Deadline { get; set; } = new DeploymentDrillOptions().Deadline;

    /// <summary>How much data may be lost, as time.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? RpoObjective { get; set; }

    /// <summary>How long it may take.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? RtoObjective { get; set; }

    /// <summary>File of a report.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>Sessions that save, load and prove.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int? Jobs { get; set; }

    /// <summary>Address that is told how it ended.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NotifyUri { get; set; }

    /// <summary>When it is told.</summary>
    [Parameter]
    public NoticeOccasion NotifyOn { get; set; }

    private protected override (string? Uri, NoticeOccasion On)? Notice => (NotifyUri, NotifyOn);

    /// <summary>Full path of the report; null for none.</summary>
    private protected string? ReportFile { get; private set; }

    private protected override void Bind()
    {
        base.Bind();
        ReportFile = ReportPath is null ? null : ProviderPath.OfNew(SessionState, ReportPath);
    }
}
