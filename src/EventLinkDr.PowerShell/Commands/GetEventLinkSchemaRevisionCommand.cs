using System.Management.Automation;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Schema;
using EventLinkDr.PowerShell.Commands.Base;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Shows the schema revisions of database, code and backup, and how they stand to each other.</summary>
[Cmdlet(VerbsCommon.Get, "EventLinkSchemaRevision", DefaultParameterSetName = Discovered,
    HelpUri = OnlineHelp.Pages + "Get-EventLinkSchemaRevision.md")]
[OutputType(typeof(SchemaStatus))]
public sealed class GetEventLinkSchemaRevisionCommand : TargetCmdlet
{
    /// <summary>A backup to compare too.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public BackupSet? Backup { get; set; }

    private protected override object? Item => Backup ?? base.Item;

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(new ConnectOptions(), cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        await WriteAsync(await new SchemaOperation(connection.Deployment).ReadAsync(Backup, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
