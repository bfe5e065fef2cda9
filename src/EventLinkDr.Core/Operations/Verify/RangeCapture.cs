namespace EventLinkDr.Operations.Verify;

/// <summary>Keeps chosen ranges of a file while it passes from its beginning to its end.</summary>
internal sealed class RangeCapture
{
    private readonly List<(long Offset, byte[] Content)> _ranges = [];
    private int _next;

    /// <summary>Asks for a range; ranges must be asked for in the order they stand in, and do not overlap.</summary>
    public byte[] Want(long offset, int length)
    {
        var content = new byte[length];
        _ranges.Add((offset, content));
        return content;
    }

    /// <summary>Takes the bytes that stand at an offset.</summary>
    public void Add(long offset, ReadOnlySpan<byte> data)
    {
        for (var i = _next; i < _ranges.Count && _ranges[i].Offset < offset + data.Length; i++)
        {
            var (start, content) = _ranges[i];
            var from = Math.Max(start, offset);
            var to = Math.Min(start + content.Length, offset + data.Length);
            if (from < to) data[(int)(from - offset)..(int)(to - offset)].CopyTo(content.AsSpan((int)(from - start)));
            if (start + content.Length <= offset + data.Length) _next = i + 1;
        }
    }
}
