using System.Management.Automation;
using EventLinkDr.Operations.Encryption;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Loading;
using EventLinkDr.Streams;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Makes a key pair for encrypted backups.</summary>
[Cmdlet(VerbsCommon.New, "EventLinkBackupKey", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low,
    HelpUri = OnlineHelp.Pages + "New-EventLinkBackupKey.md")]
[OutputType(typeof(BackupKey), typeof(NewKeyPlan))]
public sealed class NewEventLinkBackupKeyCommand : PlannedCmdlet
{
    private string _path = "";

    /// <summary>The identity file to make.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    private protected override object? Item => _path;

    private protected override void Bind()
    {
        base.Bind();
        _path = ProviderPath.OfNew(SessionState, Path);
    }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var adapters = CompositionRoot.Create();
        await using var _ = adapters.ConfigureAwait(false);
        var operation = new NewKeyOperation(adapters.Cipher);
        var plan = NewKeyOperation.Prepare(_path);
        if (await ApproveAsync(plan).ConfigureAwait(false)) await WriteAsync(operation.Run(plan, Observer)).ConfigureAwait(false);
    }
}
