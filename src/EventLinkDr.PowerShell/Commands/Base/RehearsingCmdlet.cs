using System.Management.Automation;
using System.Security;
using EventLinkDr.Operations.Drill;
using EventLinkDr.Operations.Encryption;
using EventLinkDr.PowerShell.Binding;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>A cmdlet that rehearses on a copy of a deployment.</summary>
public abstract class RehearsingCmdlet : ChangingCmdlet
{
    /// <summary>Parameters that mean nothing without a deployment.</summary>
    private protected static readonly string[] OfCopies =
        [nameof(ProbeCredential), nameof(Deadline), nameof(RpoObjective), nameof(RtoObjective), nameof(ReportPath), nameof(IdentityFile), nameof(Identity), nameof(Passphrase)];

    private GivenKeys? _keys;
    private string? _report;

    /// <summary>Email and password of a student who tries the copy out.</summary>
    [Parameter]
    [ValidateNotNull]
    [Credential]
    public PSCredential? ProbeCredential { get; set; }

    /// <summary>How long the copy's backend may take to be healthy.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Deadline { get; set; } = new DeploymentDrillOptions().Deadline;

    /// <summary>How old the backup may be.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? RpoObjective { get; set; }

    /// <summary>How long the recovery may take.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? RtoObjective { get; set; }

    /// <summary>File of a report.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>Files with the secret key of an encrypted backup.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? IdentityFile { get; set; }

    /// <summary>The secret key itself.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public SecureString[]? Identity { get; set; }

    /// <summary>The passphrase of an encrypted backup.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    private protected DecryptionRequest Keys => _keys?.Decryption ?? new DecryptionRequest();

    private protected DeploymentDrillOptions OfCopy => new()
    {
        ProbeEmail = ProbeCredential?.UserName,
        ProbePassword = ProbeCredential?.GetNetworkCredential().Password,
        Deadline = Deadline,
        RpoObjective = RpoObjective,
        RtoObjective = RtoObjective,
        ReportPath = _report,
    };

    private protected override void Bind()
    {
        base.Bind();
        _report = ReportPath is null ? null : ProviderPath.OfNew(SessionState, ReportPath);
        _keys?.Dispose();
        _keys = GivenKeys.ToDecrypt(SessionState, IdentityFile, Identity, Passphrase);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _keys?.Dispose();
        base.Dispose(disposing);
    }
}
