using System.Management.Automation;
using EventLinkDr.Model;
using EventLinkDr.PowerShell.Commands.Base;

namespace EventLinkDr.PowerShell.Commands;

/// <summary>Says which database is meant, and how it is reached.</summary>
[Cmdlet(VerbsCommon.Get, "EventLinkTarget", DefaultParameterSetName = Discovered)]
[OutputType(typeof(EventLinkTarget))]
public sealed class GetEventLinkTargetCommand : TargetCmdlet
{
    private protected override Task ProcessAsync(CancellationToken cancellationToken) => WriteAsync(ResolveTarget());
}
