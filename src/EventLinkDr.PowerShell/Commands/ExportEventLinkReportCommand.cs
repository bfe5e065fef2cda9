using System.Management.Automation;
using EventLinkDr.Operations.Reporting;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Writes a result as a report: one HTML file that needs nothing else, or Markdown.</summary>
[Cmdlet(VerbsData.Export, "EventLinkReport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low,
    HelpUri = OnlineHelp.Pages + "Export-EventLinkReport.md")]
[OutputType(typeof(ReportFile), typeof(ReportPlan))]
public sealed class ExportEventLinkReportCommand : PlannedCmdlet
{
    private string _path = "";

    /// <summary>The result.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The file, or a directory.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>Replaces a file that is there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override object? Item => InputObject?.BaseObject;

    private protected override void Bind()
    {
        base.Bind();
        _path = ProviderPath.OfNew(SessionState, Path);
    }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var plan = ReportOperation.Prepare(InputObject!.BaseObject, _path, Force);
        if (!await ApproveAsync(plan).ConfigureAwait(false)) return;
        await WriteAsync(ReportOperation.Run(plan)).ConfigureAwait(false);
    }
}
