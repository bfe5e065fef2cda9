using EventLinkDr.Diagnostics;
using EventLinkDr.Operations.Pins;
using EventLinkDr.PowerShell.Binding;
using EventLinkDr.PowerShell.Loading;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>Pins or unpins backups, one by one as they come.</summary>
public abstract class PinningCmdlet : BackupsCmdlet
{
    private IReadOnlyList<string> _paths = [];
    private IReadOnlyList<DrException> _missing = [];

    /// <summary>True to pin, false to unpin.</summary>
    private protected abstract bool Pins { get; }

    /// <summary>Why.</summary>
    private protected virtual string? Why => null;

    private protected override void Bind()
    {
        base.Bind();
        (_paths, _missing) = BackupPaths.Of(SessionState, Backup, LiteralPath, Path);
    }

    private protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (var error in _missing) await WriteErrorAsync(error, null).ConfigureAwait(false);
        foreach (var path in _paths)
        {
            try
            {
                await PinAsync(path, cancellationToken).ConfigureAwait(false);
            }
            catch (DrException error) when (_paths.Count > 1)
            {
                await WriteErrorAsync(error, path).ConfigureAwait(false);
            }
        }
    }

    private async Task PinAsync(string path, CancellationToken cancellationToken)
    {
        var adapters = CompositionRoot.Create();
        await using var __ = adapters.ConfigureAwait(false);
        var (store, name) = BackupPaths.Open(path, adapters.Stores);
        await using var _ = store.ConfigureAwait(false);
        var operation = new PinOperation(store);
        var plan = await operation.PrepareAsync(name, Pins, Why, cancellationToken).ConfigureAwait(false);
        if (await ApproveAsync(plan).ConfigureAwait(false)) await WriteAsync(await operation.RunAsync(plan, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
