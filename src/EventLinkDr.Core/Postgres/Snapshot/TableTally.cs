using EventLinkDr.Streams;

namespace EventLinkDr.Postgres.Snapshot;

/// <summary>Rows, bytes and digest of one table, summed over its slices.</summary>
internal sealed class TableTally
{
    private readonly RowDigest _digest = new();

    public long Rows => _digest.Rows;

    public long Bytes => _digest.Bytes;

    public string Digest => _digest.ToString();

    public void Add(RowDigest slice)
    {
        lock (_digest) _digest.Add(slice);
    }
}
