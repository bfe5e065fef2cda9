using System.Runtime.InteropServices;

namespace EventLinkDr.PowerShell.Commands.Base;

/// <summary>
/// Holds the end of the host back while work is under way: a window that is closed, a host that is ended or shut down gives the work the time to
/// clean up. PowerShell stops its pipelines for Ctrl+C only.
/// </summary>
internal sealed class HostEnd : IDisposable
{
    // Who ends a host kills it when that takes too long: systemd after 90 s, Docker after 10 s, Windows after 5 s.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ManualResetEventSlim _ended = new();
    private readonly Action _cancel;
    private readonly PosixSignalRegistration[] _signals;

    public HostEnd(Action cancel)
    {
        _cancel = cancel;
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGTERM, Wait), PosixSignalRegistration.Create(PosixSignal.SIGHUP, Wait)];
    }

    /// <summary>The work is over: the host may end.</summary>
    public void Dispose()
    {
        // Set first: taking a registration back waits for its handler.
        _ended.Set();
        foreach (var signal in _signals) signal.Dispose();
    }

    private void Wait(PosixSignalContext context)
    {
        _cancel();
        _ended.Wait(Limit);
    }
}
