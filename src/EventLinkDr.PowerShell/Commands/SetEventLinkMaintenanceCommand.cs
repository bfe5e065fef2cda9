using System.Management.Automation;
using EventLinkDr.Diagnostics;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Maintenance;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Switches registrations off or on, and proves it.</summary>
[Cmdlet(VerbsCommon.Set, "EventLinkMaintenance", DefaultParameterSetName = Discovered, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = OnlineHelp.Pages + "Set-EventLinkMaintenance.md")]
[OutputType(typeof(MaintenanceStatus), typeof(MaintenancePlan))]
[OnlyOneOf(nameof(NoRecreate), nameof(ReloadCommand))]
public sealed class SetEventLinkMaintenanceCommand : ChangingCmdlet
{
    /// <summary>The deployment, as <c>Get-EventLinkTarget</c> gives it.</summary>
    [Parameter(ParameterSetName = nameof(Target), Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public override EventLinkTarget? Target { get; set; }

    /// <summary>Switches registrations off.</summary>
    [Parameter]
    public SwitchParameter Enabled { get; set; }

    /// <summary>Switches registrations on again.</summary>
    [Parameter]
    public SwitchParameter Disabled { get; set; }

    /// <summary>Stops the worker and makes the database read-only by default too.</summary>
    [Parameter]
    public SwitchParameter WriteFence { get; set; }

    /// <summary>Changes the file only.</summary>
    [Parameter]
    public SwitchParameter NoRecreate { get; set; }

    /// <summary>Run in place of the recreation of the backend's container.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? ReloadCommand { get; set; }

    /// <summary>Email and password of a student who tries the deployment out.</summary>
    [Parameter]
    [ValidateNotNull]
    [Credential]
    public PSCredential? ProbeCredential { get; set; }

    /// <summary>Root of the EventLink API.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Api { get; set; }

    /// <summary>How long the backend may take to be healthy.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(2);

    private protected override DrException? Objection =>
        Enabled == Disabled ? new DrException(ErrorTable.OptionsInvalid, "give either -Enabled or -Disabled") { Remedy = "Get-EventLinkMaintenance says how it is." }
        : WriteFence && !Enabled ? new DrException(ErrorTable.OptionsInvalid, "-WriteFence goes with -Enabled") { Remedy = "Leave -WriteFence out: -Disabled lifts a fence in any case." }
        : null;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(new ConnectOptions { WithoutDatabase = true }, cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var operation = new MaintenanceOperation(connection.Deployment);
        var plan = await operation.PrepareAsync(new MaintenanceOptions
        {
            Enabled = Enabled,
            WriteFence = WriteFence,
            NoRecreate = NoRecreate,
            Reload = ReloadCommand is null ? null : _ => AskAsync(Reload),
            Api = Api,
            ProbeEmail = ProbeCredential?.UserName,
            ProbePassword = ProbeCredential?.GetNetworkCredential().Password,
            Deadline = Deadline,
        }, cancellationToken).ConfigureAwait(false);
        if (!await ApproveAsync(plan).ConfigureAwait(false)) return;
        await WriteAsync(await operation.RunAsync(plan, Observer, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>What it writes is told as verbose. A program in it that fails throws nothing, so its exit code is looked at.</summary>
    private bool Reload()
    {
        const string ExitCode = "global:LASTEXITCODE";
        SessionState.PSVariable.Set(ExitCode, 0);
        try
        {
            foreach (var line in ReloadCommand!.Invoke()) WriteVerbose(line?.ToString() ?? "");
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            throw new DrException(ErrorTable.ReloadFailed, $"the reload command failed: {error.Message.TrimEnd('.')}", error);
        }

        return SessionState.PSVariable.GetValue(ExitCode, 0) is 0 ? true : throw new DrException(ErrorTable.ReloadFailed, "a program of the reload command failed")
        {
            Expected = "exit code 0", Found = SessionState.PSVariable.GetValue(ExitCode)?.ToString(),
        };
    }
}
