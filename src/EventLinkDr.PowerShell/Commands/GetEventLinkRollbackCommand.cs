using System.Management.Automation;
using EventLinkDr.Hosting;
using EventLinkDr.Model;
using EventLinkDr.Operations.Rollback;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Completion;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Lists the databases that restores replaced and kept, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "EventLinkRollback", DefaultParameterSetName = Discovered, HelpUri = OnlineHelp.Pages + "Get-EventLinkRollback.md")]
[OutputType(typeof(KeptDatabase))]
public sealed class GetEventLinkRollbackCommand : TargetCmdlet
{
    /// <summary>The deployment, as <c>Get-EventLinkTarget</c> gives it.</summary>
    [Parameter(ParameterSetName = nameof(Target), Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(TargetCompleter))]
    public override EventLinkTarget? Target { get; set; }

    /// <summary>Names, with wildcards.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RollbackCompleter))]
    public string[] Name { get; set; } = ["*"];

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(new ConnectOptions(), cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var patterns = Array.ConvertAll(Name, name => new WildcardPattern(name, WildcardOptions.CultureInvariant));
        foreach (var kept in await new RollbackCatalog(connection.Deployment).ListAsync(cancellationToken).ConfigureAwait(false))
            if (Array.Exists(patterns, pattern => pattern.IsMatch(kept.Name))) await WriteAsync(kept).ConfigureAwait(false);
    }
}
