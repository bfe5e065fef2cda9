using System.Management.Automation;
using EventLinkDr.Model;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Completion;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>A cmdlet that acts on backups where they lie, on any number of them.</summary>
[OnlyOneOf(nameof(Backup), nameof(Path), nameof(LiteralPath), OrPipeline = true)]
public abstract class BackupsCmdlet : PlannedCmdlet
{
    /// <summary>The backups, as <c>Get-EventLinkBackup</c> gives them.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public BackupSet? Backup { get; set; }

    /// <summary>Files, directories or addresses of stores; paths with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BackupPathCompleter))]
    public string[]? Path { get; set; }

    /// <summary>Files, directories or addresses of stores, taken as they are.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[]? LiteralPath { get; set; }

    private protected override object? Item => Backup ?? (object?)LiteralPath ?? Path;
}
