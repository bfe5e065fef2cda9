using System.Management.Automation;
using EventLinkDr.Diagnostics;
using EventLinkDr.PowerShell.Commands.Base;

namespace EventLinkDr.PowerShell.Tests.Hosting;

/// <summary>A cmdlet on our base whose work the test gives.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Work")]
public sealed class InvokeWorkCommand : AsyncDrCmdlet
{
    internal delegate Task Body(InvokeWorkCommand cmdlet, CancellationToken cancellationToken);

    [Parameter(Mandatory = true, Position = 0)]
    public object Work { get; set; } = null!;

    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    internal IOperationObserver Listener => Observer;

    private protected override object? Item => InputObject;

    internal Task SendAsync(object result) => WriteAsync(result);

    internal Task FailAsync(DrException error) => WriteErrorAsync(error, InputObject);

    private protected override Task ProcessAsync(CancellationToken cancellationToken) =>
        ((Body)((Work as PSObject)?.BaseObject ?? Work))(this, cancellationToken);
}
