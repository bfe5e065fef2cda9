using EventLinkDr.Model;

namespace EventLinkDr.Streams;

/// <summary>The texts of several members, one after another. Blocking.</summary>
/// <param name="members">The members.</param>
/// <param name="open">Opens one; what it gives is disposed here.</param>
/// <param name="onBytes">Told how many bytes have passed.</param>
internal sealed class MemberSequence(IEnumerable<BackupMember> members, Func<BackupMember, Stream> open, Action<long> onBytes) : ReadOnlyStream
{
    private readonly IEnumerator<BackupMember> _members = members.GetEnumerator();
    private Stream? _current;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (true)
        {
            if (_current is null)
            {
                if (!_members.MoveNext()) return 0;
                _current = open(_members.Current);
            }

            var count = _current.Read(buffer);
            onBytes(count);
            if (count > 0) return count;
            _current.Dispose();
            _current = null;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _current?.Dispose();
            _members.Dispose();
        }

        base.Dispose(disposing);
    }
}
