using System.Management.Automation;
using System.Security;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Operations.Encryption;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Completion;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>A cmdlet that puts one backup into a deployment, and takes the keys that open it.</summary>
[OnlyOneOf(nameof(Backup), nameof(Path), nameof(LiteralPath), OrPipeline = true)]
public abstract class OneBackupCmdlet : ChangingCmdlet
{
    private readonly OneInput<string> _input = new(ErrorTable.BackupNotFound);
    private GivenKeys? _keys;

    /// <summary>The backup, as <c>Get-EventLinkBackup</c> gives it.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public BackupSet? Backup { get; set; }

    /// <summary>The file; wildcards must fit exactly one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BackupPathCompleter))]
    public string? Path { get; set; }

    /// <summary>The file, taken as it is.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

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

    /// <summary>Whether a backup is named, on the command line or by the pipeline.</summary>
    private protected bool NamesBackup => MyInvocation.ExpectingInput || Backup is not null || Path is not null || LiteralPath is not null;

    /// <summary>Whether there is nothing to do without one.</summary>
    private protected virtual bool NeedsBackup => true;

    /// <summary>What opens it.</summary>
    private protected DecryptionRequest Keys => _keys?.Decryption ?? new DecryptionRequest();

    /// <summary>The full path or the address of the one backup.</summary>
    /// <exception cref="DrException"><c>InputNotSingle</c>, <c>BackupNotFound</c>.</exception>
    private protected string TheBackup() => _input.Only(MyInvocation.ExpectingInput)!;

    private protected override void Bind()
    {
        base.Bind();
        _keys?.Dispose();
        _keys = GivenKeys.ToDecrypt(SessionState, IdentityFile, Identity, Passphrase);
        if (!NeedsBackup) return;
        try
        {
            var (found, _) = BackupPaths.Of(SessionState, Backup, LiteralPath is null ? null : [LiteralPath], Path is null ? null : [Path]);
            foreach (var path in found) _input.Take(path);
        }
        catch (DrException)
        {
            // Of two, one that is not there leaves two: the other one may not be what was meant.
            _input.Take(null);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _keys?.Dispose();
        base.Dispose(disposing);
    }
}
