using System.Net.Sockets;
using System.Reflection;
using Npgsql;

namespace EventLinkDr.Adapters.Npgsql;

/// <summary>
/// The buffer Npgsql receives into, and the connection under it. Npgsql shows neither, so both are found by name once per process; where
/// the names are not these, there is no such buffer, and rows are read as Npgsql hands them out. docs/adr/0010.
/// </summary>
internal sealed class ReceiveBuffer
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly PropertyInfo? ConnectorProperty = typeof(NpgsqlConnection).GetProperty("Connector", Any);
    private static readonly PropertyInfo? BufferProperty = ConnectorProperty?.PropertyType.GetProperty("ReadBuffer", Any);
    private static readonly FieldInfo? BytesField = BufferProperty?.PropertyType.GetField("Buffer", Any);
    private static readonly FieldInfo? EndField = BufferProperty?.PropertyType.GetField("FilledBytes", Any);
    private static readonly PropertyInfo? StartProperty = BufferProperty?.PropertyType.GetProperty("ReadPosition", Any);
    private static readonly PropertyInfo? StreamProperty = BufferProperty?.PropertyType.GetProperty("Underlying", Any);

    private readonly byte[] _bytes;
    private readonly Stream _stream;
    private readonly Socket? _socket;
    private readonly Action<int, int> _giveBack;
    private int _start;
    private int _end;
    private bool _drained;
    private bool _marked;

    /// <param name="bytes">Takes what is received.</param>
    /// <param name="start">Where that begins which is there already.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="stream">The connection.</param>
    /// <param name="giveBack">Told where what is left begins and ends.</param>
    public ReceiveBuffer(byte[] bytes, int start, int end, Stream stream, Action<int, int> giveBack)
    {
        _bytes = bytes;
        _stream = stream;
        _socket = (stream as NetworkStream)?.Socket;
        _giveBack = giveBack;
        _start = start;
        _end = end;
    }

    /// <summary>Bytes received and not yet taken.</summary>
    public ReadOnlySpan<byte> Content => _bytes.AsSpan(_start, _end - _start);

    /// <summary>The buffer of a connection; null where this version of Npgsql has none of these names.</summary>
    public static ReceiveBuffer? Of(NpgsqlConnection connection) =>
        BytesField?.FieldType == typeof(byte[]) && EndField?.FieldType == typeof(int) && StartProperty is { CanWrite: true } && StreamProperty is { CanRead: true }
        && ConnectorProperty?.GetValue(connection) is { } connector && BufferProperty!.GetValue(connector) is { } owner
            ? new ReceiveBuffer((byte[])BytesField.GetValue(owner)!, (int)StartProperty.GetValue(owner)!, (int)EndField.GetValue(owner)!, (Stream)StreamProperty.GetValue(owner)!,
                (start, end) =>
                {
                    StartProperty.SetValue(owner, start);
                    EndField.SetValue(owner, end);
                })
            : null;

    /// <summary>Takes bytes from the front.</summary>
    public void Skip(int count) => _start += count;

    /// <summary>Receives more behind what is there; waits for at least one byte.</summary>
    /// <returns>False where the connection has ended.</returns>
    public bool Fill()
    {
        Content.CopyTo(_bytes);
        _end -= _start;
        _start = 0;
        if ((_drained || _marked) && _socket is not null) Wait(_socket);
        var count = _stream.Read(_bytes, _end, _bytes.Length - _end);
        _drained = count < _bytes.Length - _end;
        _end += count;
        return count > 0;
    }

    /// <summary>
    /// Lets bytes gather: PostgreSQL sends 8 KiB at a time, and to be woken for each costs more than to take them. Nothing may be read under the mark that
    /// does not reach it: .NET waits for the kernel's word before it looks, and that would not come. Taking the mark away brings the word.
    /// </summary>
    private void Wait(Socket socket)
    {
        if (!_marked) _marked = OperatingSystem.IsLinux() && TrySetMark(socket, _bytes.Length / 2);
        for (var pause = 1000; !socket.Poll(pause, SelectMode.SelectRead); pause = Math.Min(2 * pause, 50_000))
        {
            if (socket.Available == 0) continue;
            Unmark();
            return;
        }

        if (socket.Available < _bytes.Length / 2) Unmark();
    }

    private void Unmark()
    {
        if (_marked) TrySetMark(_socket!, 1);
        _marked = false;
    }

    /// <summary>Leaves the rest to Npgsql.</summary>
    public void GiveBack()
    {
        Unmark();
        _giveBack(_start, _end);
    }

    /// <summary>Cuts the connection: Npgsql would take what is left for the beginning of a message.</summary>
    public void Cut()
    {
        _start = _end = 0;
        GiveBack();
        _stream.Dispose();
    }

    private static bool TrySetMark(Socket socket, int bytes)
    {
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater, bytes);
            return true;
        }
        catch (SocketException)
        {
            // Not everything that calls itself Linux knows the mark; then the wait is only shorter.
            return false;
        }
    }
}
