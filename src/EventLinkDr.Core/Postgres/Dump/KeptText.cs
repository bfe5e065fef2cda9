namespace EventLinkDr.Postgres.Dump;

/// <summary>Text that did not stay in the window whole. Grows as needed up to a limit and shrinks again afterwards.</summary>
internal sealed class KeptText
{
    private const int Ordinary = 64 * 1024;

    private byte[] _bytes = [];
    private int _length;
    private int _limit;

    /// <summary>Whether there was more than the limit.</summary>
    public bool WasCut { get; private set; }

    public void Begin(int limit)
    {
        if (_bytes.Length > Ordinary) _bytes = [];
        _length = 0;
        _limit = limit;
        WasCut = false;
    }

    public void Append(ReadOnlySpan<byte> piece)
    {
        piece = Fitting(piece);
        if (piece.IsEmpty) return;
        if (_bytes.Length - _length < piece.Length)
        {
            var size = Math.Max(_length + piece.Length, (int)Math.Min((long)_bytes.Length * 2, _limit));
            Array.Resize(ref _bytes, Math.Max(size, 4096));
        }

        piece.CopyTo(_bytes.AsSpan(_length));
        _length += piece.Length;
    }

    /// <summary>Takes the last piece; it is not copied where it is all there is.</summary>
    public void End(ReadOnlySpan<byte> last)
    {
        if (_length == 0) Fitting(last);
        else Append(last);
    }

    /// <summary>Everything appended, or the last piece where that is all there is.</summary>
    public ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> last) =>
        _length > 0 ? _bytes.AsSpan(0, _length) : last[..Math.Min(last.Length, _limit)];

    private ReadOnlySpan<byte> Fitting(ReadOnlySpan<byte> piece)
    {
        if (piece.Length <= _limit - _length) return piece;
        WasCut = true;
        return piece[..(_limit - _length)];
    }
}
