using System.Text.RegularExpressions;

namespace EventLinkDr.Cli.Output;

/// <summary>Puts advice that names cmdlets and their parameters into the words of the command line.</summary>
internal static partial class CommandLineWords
{
    private static readonly Dictionary<string, string> Commands = new(StringComparer.Ordinal)
    {
        ["Get-EventLinkTarget"] = "eventlinkdr target",
        ["Backup-EventLinkDb"] = "eventlinkdr backup",
        ["Get-EventLinkBackup"] = "eventlinkdr list",
        ["Test-EventLinkBackup"] = "eventlinkdr test",
        ["Restore-EventLinkDb"] = "eventlinkdr restore",
        ["Undo-EventLinkRestore"] = "eventlinkdr undo",
        ["Get-EventLinkRollback"] = "eventlinkdr rollback list",
        ["Remove-EventLinkRollback"] = "eventlinkdr rollback remove",
        ["Invoke-EventLinkDrill"] = "eventlinkdr drill",
        ["Remove-EventLinkBackup"] = "eventlinkdr remove",
        ["Protect-EventLinkBackup"] = "eventlinkdr pin",
        ["Unprotect-EventLinkBackup"] = "eventlinkdr unpin",
        ["Set-EventLinkMaintenance -Enabled"] = "eventlinkdr maintenance on",
        ["Set-EventLinkMaintenance -Disabled"] = "eventlinkdr maintenance off",
        ["Set-EventLinkMaintenance"] = "eventlinkdr maintenance",
        ["Get-EventLinkMaintenance"] = "eventlinkdr maintenance status",
        ["Test-EventLinkHealth"] = "eventlinkdr health",
        ["Measure-EventLinkRecoveryPoint"] = "eventlinkdr recovery-point",
        ["Get-EventLinkReplication"] = "eventlinkdr replication",
        ["Switch-EventLinkPrimary"] = "eventlinkdr switch",
        ["Invoke-EventLinkRecovery"] = "eventlinkdr recover",
        ["Get-EventLinkSchemaRevision"] = "eventlinkdr schema show",
        ["Update-EventLinkSchema"] = "eventlinkdr schema update",
        ["Copy-EventLinkBackup"] = "eventlinkdr copy",
        ["New-EventLinkBackupKey"] = "eventlinkdr key new",
        ["Get-EventLinkError"] = "eventlinkdr errors",
        ["-Identity"] = "--identity-file",
        ["-Passphrase"] = "--passphrase-file",
        ["Export-EventLinkReport"] = "eventlinkdr report",
        ["-ProbeCredential"] = "--probe-user",
        ["-ConnectionString"] = "--connection",
        ["-Credential"] = "--user",
        ["-CompressionLevel"] = "--compression",
    };

    public static string Of(string text) => Cmdlet().Replace(text, match => Commands.TryGetValue(match.Value, out var known) ? known
        : match.Value[0] == '-' ? Hump().Replace(match.Value, letter => "-" + letter.Value.ToLowerInvariant()).Insert(0, "-").Replace("---", "--", StringComparison.Ordinal)
        : match.Value);

    /// <summary>A cmdlet of ours, or a parameter: a dash and a word of more than one letter that begins with a capital.</summary>
    [GeneratedRegex(@"\bSet-EventLinkMaintenance -(En|Dis)abled\b|\b[A-Z][a-z]+-EventLink[A-Za-z]+\b|(?<![\w-])-[A-Z][a-z][A-Za-z]*")]
    private static partial Regex Cmdlet();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Hump();
}
