using System.Globalization;

namespace EventLinkDr.Streams;

/// <summary>
/// Counts the rows of COPY text and sums a 128-bit hash of each, so that the same rows in any order give the same digest.
/// The algorithm is part of the backup format: <c>docs/reference/manifest.md</c>. It finds accidents, not forgeries; against those stands
/// the SHA-256 of the file.
/// </summary>
internal sealed class RowDigest
{
    private UInt128 _sum;
    private RowHash _open = RowHash.Start;
    private bool _inRow;

    /// <summary>Rows that have ended.</summary>
    public long Rows { get; private set; }

    /// <summary>Bytes taken, line ends included.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes the next bytes; rows may be cut anywhere between two calls.</summary>
    public void Add(ReadOnlySpan<byte> data)
    {
        Bytes += data.Length;
        while (!data.IsEmpty)
        {
            var end = data.IndexOf((byte)'\n');
            if (end < 0)
            {
                _open.Add(data);
                _inRow = true;
                return;
            }

            if (_inRow)
            {
                _open.Add(data[..end]);
                _sum += _open.Finish();
                _open = RowHash.Start;
                _inRow = false;
            }
            else
            {
                _sum += RowHash.Of(data[..end]);
            }

            Rows++;
            data = data[(end + 1)..];
        }
    }

    /// <summary>Adds what another digest has counted; both must stand at the end of a row.</summary>
    public void Add(RowDigest other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (_inRow || other._inRow) throw new InvalidOperationException("A row is still open.");
        _sum += other._sum;
        Rows += other.Rows;
        Bytes += other.Bytes;
    }

    /// <summary>The sum as 32 hexadecimal digits, most significant first.</summary>
    public override string ToString() => _sum.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>The sum of digests given as text: partitions whose rows were loaded through their root are compared together.</summary>
    public static string Sum(IEnumerable<string> digests)
    {
        var sum = UInt128.Zero;
        foreach (var digest in digests) sum += UInt128.Parse(digest, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return sum.ToString("x32", CultureInfo.InvariantCulture);
    }
}
