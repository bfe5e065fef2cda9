using System.Management.Automation;
using EventLinkDr.Model;
using EventLinkDr.PowerShell.Commands.Base;
using EventLinkDr.PowerShell.Loading;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Says which database is meant, and how it is reached.</summary>
[Cmdlet(VerbsCommon.Get, "EventLinkTarget", DefaultParameterSetName = Discovered, HelpUri = OnlineHelp.Pages + "Get-EventLinkTarget.md")]
[OutputType(typeof(EventLinkTarget))]
public sealed class GetEventLinkTargetCommand : TargetCmdlet
{
    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        var adapters = CompositionRoot.Create();
        await using var _ = adapters.ConfigureAwait(false);
        await WriteAsync(await ResolveTargetAsync(adapters, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
