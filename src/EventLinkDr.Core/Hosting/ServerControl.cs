using System.Buffers.Binary;
using System.Globalization;
using EventLinkDr.Model;

namespace EventLinkDr.Hosting;

/// <summary>What the control file of a server's data directory says.</summary>
/// <param name="SystemIdentifier">Identifier of the cluster.</param>
/// <param name="CleanlyStopped">Whether a primary was shut down in order: then nothing stands in its log after the checkpoint.</param>
/// <param name="Checkpoint">Position of its last checkpoint.</param>
/// <param name="Timeline">Timeline of that checkpoint.</param>
public sealed record ServerControl(string SystemIdentifier, bool CleanlyStopped, LogSequenceNumber Checkpoint, int Timeline)
{
    /// <summary>Where the fields stand since PostgreSQL 11, and the state of a primary that was shut down.</summary>
    private const int VersionOffset = 8, StateOffset = 16, CheckpointOffset = 32, TimelineOffset = 48, End = 52, ShutDown = 1;

    /// <summary>Reads <c>global/pg_control</c>.</summary>
    /// <returns>Null when it is none that we know: another byte order, a version before 11.</returns>
    public static ServerControl? Parse(ReadOnlySpan<byte> content)
    {
        if (content.Length < End || BinaryPrimitives.ReadUInt32LittleEndian(content[VersionOffset..]) is < 1100 or > 9999) return null;
        return new ServerControl(
            BinaryPrimitives.ReadUInt64LittleEndian(content).ToString(CultureInfo.InvariantCulture),
            BinaryPrimitives.ReadInt32LittleEndian(content[StateOffset..]) == ShutDown,
            new LogSequenceNumber(BinaryPrimitives.ReadUInt64LittleEndian(content[CheckpointOffset..])),
            BinaryPrimitives.ReadInt32LittleEndian(content[TimelineOffset..]));
    }
}
