using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace EventLinkDr.Adapters.Docker;

/// <summary>
/// The engine's pipe carries messages, and a message of no bytes is the end of what we send. .NET sends nothing for an empty write, so the
/// system is called directly. Untested: no Windows machine was at hand.
/// </summary>
[SupportedOSPlatform("windows")]
internal static partial class NamedPipeEnd
{
    private const int IoPending = 997;

    public static unsafe void Write(SafePipeHandle pipe)
    {
        using var done = new ManualResetEvent(false);
        // The low bit of the event keeps the completion away from the port that .NET has bound to the handle.
        var overlapped = new NativeOverlapped { EventHandle = done.SafeWaitHandle.DangerousGetHandle() | 1 };
        if (WriteFile(pipe, null, 0, null, &overlapped) != 0) return;
        var error = Marshal.GetLastPInvokeError();
        if (error == IoPending && GetOverlappedResult(pipe, &overlapped, out _, wait: 1) != 0) return;
        throw new IOException("the end of the input could not be sent", new Win32Exception(error));
    }

    [LibraryImport("kernel32", SetLastError = true)]
    private static unsafe partial int WriteFile(SafePipeHandle handle, byte* buffer, int count, int* written, NativeOverlapped* overlapped);

    [LibraryImport("kernel32", SetLastError = true)]
    private static unsafe partial int GetOverlappedResult(SafePipeHandle handle, NativeOverlapped* overlapped, out int written, int wait);
}
