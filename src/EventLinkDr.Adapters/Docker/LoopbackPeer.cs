using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EventLinkDr.Adapters.Docker;

/// <summary>Tells whose connection over loopback it is.</summary>
internal static class LoopbackPeer
{
    private const string Mapped = "0000000000000000FFFF0000";

    /// <summary>Whether the other end belongs to our user or to root. Where the system does not say (anything but Linux), it is taken for ours.</summary>
    public static bool IsOurs(Socket accepted)
    {
        if (!OperatingSystem.IsLinux()) return true;
        try
        {
            var own = OwnUser();
            var local = Encode((IPEndPoint)accepted.RemoteEndPoint!);
            var remote = Encode((IPEndPoint)accepted.LocalEndPoint!);
            // A client's socket may be one for both protocols; then it stands in the other table.
            var user = Owner("/proc/net/tcp", local, remote) ?? Owner("/proc/net/tcp6", Mapped + local, Mapped + remote);
            return user == "0" || user == own;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or SocketException)
        {
            return true;
        }
    }

    private static string? Owner(string table, string local, string remote)
    {
        if (!File.Exists(table)) return null;
        foreach (var line in File.ReadLines(table))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 7 && fields[1] == local && fields[2] == remote) return fields[7];
        }

        return null;
    }

    /// <summary>Our effective user id.</summary>
    private static string OwnUser() =>
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2];

    /// <summary>Address and port as the kernel prints them: the address as a number in the machine's byte order.</summary>
    private static string Encode(IPEndPoint end) =>
        string.Create(CultureInfo.InvariantCulture, $"{BitConverter.ToUInt32(end.Address.GetAddressBytes()):X8}:{end.Port:X4}");
}
