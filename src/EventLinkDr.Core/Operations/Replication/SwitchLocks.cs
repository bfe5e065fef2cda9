using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Replication;

/// <summary>Both servers where they can be reached: nobody restores the one or switches the other meanwhile.</summary>
internal sealed class SwitchLocks : IAsyncDisposable
{
    private RunLock? _standby;
    private RunLock? _primary;

    private SwitchLocks() { }

    /// <summary>Server processes of ours that must not be ended.</summary>
    public IReadOnlyList<int> Sessions { get; private set; } = [];

    /// <exception cref="Diagnostics.DrException"><c>RestoreInProgress</c>, <c>ServerUnreachable</c>.</exception>
    public static async Task<SwitchLocks> TakeAsync(SwitchParties parties, SwitchFacts facts, CancellationToken cancellationToken)
    {
        var locks = new SwitchLocks();
        try
        {
            if (facts.Standby is not null) locks._standby = await RunLock.AcquireAsync(parties.Standby, parties.Database, cancellationToken).ConfigureAwait(false);
            if (facts.Primary is not null) locks._primary = await RunLock.AcquireAsync(parties.Primary, parties.Database, cancellationToken).ConfigureAwait(false);
            locks.Sessions = [.. new[] { locks._standby, locks._primary }.OfType<RunLock>().Select(held => held.ProcessId)];
            return locks;
        }
        catch
        {
            await locks.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Lets go of the old primary, which is about to be stopped: a server that waits for its sessions would wait for ours.</summary>
    public async Task ReleasePrimaryAsync()
    {
        if (_primary is not { } held) return;
        _primary = null;
        await held.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await ReleasePrimaryAsync().ConfigureAwait(false);
        if (_standby is not null) await _standby.DisposeAsync().ConfigureAwait(false);
    }
}
