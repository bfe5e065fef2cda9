using EventLinkDr.Adapters.Age.Primitives;

namespace EventLinkDr.Adapters.Age;

/// <summary>Opens a payload of unknown length from its beginning. One byte is read ahead: only what has nothing after it can be the last chunk.</summary>
internal sealed class SequentialPlaintext(Stream source, ReadOnlyMemory<byte> beginning, PayloadKey key) : PlaintextStream(key)
{
    private readonly byte[] _sealed = GC.AllocateUninitializedArray<byte>(PayloadKey.SealedChunkSize + 1);
    private readonly PayloadKey _key = key;
    private ReadOnlyMemory<byte> _beginning = beginning;
    private int _filled;
    private long _chunk;
    private bool _ended;
    private string? _fault;

    protected override bool Next()
    {
        if (IsAtEnd()) return false;
        TakeBeginning();
        int count;
        while (_filled < _sealed.Length && (count = source.Read(_sealed, _filled, _sealed.Length - _filled)) > 0) _filled += count;
        Open();
        return true;
    }

    protected override async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (IsAtEnd()) return false;
        TakeBeginning();
        int count;
        while (_filled < _sealed.Length && (count = await source.ReadAsync(_sealed.AsMemory(_filled), cancellationToken).ConfigureAwait(false)) > 0) _filled += count;
        Open();
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _key.Dispose();
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool IsAtEnd() => _fault is null ? _ended : throw AgeException.Payload(_fault);

    private void TakeBeginning()
    {
        var count = Math.Min(_beginning.Length, _sealed.Length - _filled);
        _beginning.Span[..count].CopyTo(_sealed.AsSpan(_filled));
        _beginning = _beginning[count..];
        _filled += count;
    }

    private void Open()
    {
        var isLast = _filled < _sealed.Length;
        var length = Math.Min(_filled, PayloadKey.SealedChunkSize);
        if (length < Aead.TagSize || (length == Aead.TagSize && _chunk > 0)) Fail("breaks off");
        var input = _sealed.AsSpan(0, length);
        if (!TryOpen(input, _chunk, isLast))
        {
            // A whole chunk may be authentic and yet stand in the wrong place: it is given out, what follows is not.
            if (length < PayloadKey.SealedChunkSize || !TryOpen(input, _chunk, !isLast)) Fail(PayloadFault.Altered(_chunk));
            _fault = isLast ? "breaks off between two chunks" : "goes on after its end";
        }

        _ended = isLast;
        _chunk++;
        _sealed[0] = _sealed[^1];
        _filled = isLast ? 0 : 1;
    }

    private void Fail(string what)
    {
        _fault = what;
        throw AgeException.Payload(what);
    }
}
