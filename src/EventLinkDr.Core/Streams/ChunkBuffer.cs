using System.Buffers;

namespace EventLinkDr.Streams;

/// <summary>Bytes kept in pooled pieces until they are handed on; grows without copying.</summary>
/// <param name="pool">Where the pieces come from, shared by buffers that hand on to each other; <see cref="NewPool"/>.</param>
internal sealed class ChunkBuffer(ArrayPool<byte> pool) : IDisposable
{
    private const int ChunkSize = 128 * 1024;

    private const int MostKept = 1024;

    private readonly List<byte[]> _chunks = [];
    private int _used;

    public long Length => _chunks.Count == 0 ? 0 : (_chunks.Count - 1L) * ChunkSize + _used;

    /// <summary>The common pool keeps a few pieces only, and what it drops stays in memory until the large objects are collected.</summary>
    public static ArrayPool<byte> NewPool() => ArrayPool<byte>.Create(ChunkSize, MostKept);

    public void Add(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            if (_chunks.Count == 0 || _used == ChunkSize)
            {
                _chunks.Add(pool.Rent(ChunkSize));
                _used = 0;
            }

            var count = Math.Min(data.Length, ChunkSize - _used);
            data[..count].CopyTo(_chunks[^1].AsSpan(_used));
            _used += count;
            data = data[count..];
        }
    }

    /// <summary>Appends everything to a file and is empty again.</summary>
    public void MoveTo(MemberFile file)
    {
        for (var i = 0; i < _chunks.Count; i++) file.Append(Chunk(i));
        Dispose();
    }

    /// <summary>Appends everything to another buffer and is empty again.</summary>
    public void MoveTo(ChunkBuffer other)
    {
        for (var i = 0; i < _chunks.Count; i++) other.Add(Chunk(i));
        Dispose();
    }

    public void Dispose()
    {
        foreach (var chunk in _chunks) pool.Return(chunk);
        _chunks.Clear();
        _used = 0;
    }

    private ReadOnlySpan<byte> Chunk(int index) => _chunks[index].AsSpan(0, index == _chunks.Count - 1 ? _used : ChunkSize);
}
