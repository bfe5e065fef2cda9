using System.Management.Automation;
using EventLinkDr.PowerShell.Binding;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>A cmdlet that changes a deployment and tries it out as a student would.</summary>
public abstract class ProbingCmdlet : ChangingCmdlet
{
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

    private protected string? ProbeEmail => ProbeCredential?.UserName;

    private protected string? ProbePassword => ProbeCredential?.GetNetworkCredential().Password;
}
