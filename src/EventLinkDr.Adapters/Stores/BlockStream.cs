using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using EventLinkDr.Streams;

namespace EventLinkDr.Adapters.Stores;

/// <summary>
/// Cuts what is written to it into blocks and sends some of them at the same time. The last block is held back until the end, so that content
/// of one block can be sent another way. Memory: one block more than are sent at a time.
/// </summary>
/// <param name="sizeOf">Size of the block with a number.</param>
/// <param name="concurrency">How many are sent at a time.</param>
/// <param name="send">Sends one; repeats by itself what is worth repeating.</param>
internal sealed class BlockStream(Func<int, int> sizeOf, int concurrency, Func<int, ReadOnlyMemory<byte>, CancellationToken, Task> send) : WriteOnlyStream
{
    private readonly SemaphoreSlim _slots = new(concurrency);
    private readonly ConcurrentBag<byte[]> _free = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[]? _block;
    private int _filled;
    private int _sent;
    private long _length;
    private Exception? _failure;
    private bool _disposed;

    public override long Length => _length;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (Take(ref buffer))
        {
            try
            {
                _slots.Wait(_stop.Token);
            }
            catch (OperationCanceledException) when (_failure is not null)
            {
                ThrowIfFailed();
            }

            Send();
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (Take(ref buffer))
        {
            await WaitForSlotAsync(cancellationToken).ConfigureAwait(false);
            Send();
        }
    }

    /// <summary>Ends the content. Where it fitted into one block nothing was sent, and that block is returned; else everything has arrived.</summary>
    public async Task<(int Blocks, ReadOnlyMemory<byte> Whole, byte[] Sha256)> FinishAsync(CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        var digest = _hash.GetHashAndReset();
        if (_sent == 0) return (0, _block.AsMemory(0, _filled), digest);
        await WaitForSlotAsync(cancellationToken).ConfigureAwait(false);
        Send();
        // Who holds every slot knows that nothing is under way.
        var held = 0;
        try
        {
            for (; held < concurrency; held++) await WaitForSlotAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (held > 0) _slots.Release(held);
        }

        ThrowIfFailed();
        return (_sent, default, digest);
    }

    /// <summary>Stops what is under way and waits until it has stopped.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _stop.CancelAsync().ConfigureAwait(false);
        for (var i = 0; i < concurrency; i++) await _slots.WaitAsync().ConfigureAwait(false);
        _stop.Dispose();
        _slots.Dispose();
        _hash.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    private bool Take(ref ReadOnlyMemory<byte> buffer)
    {
        var rest = buffer.Span;
        var isFull = Take(ref rest);
        buffer = buffer[^rest.Length..];
        return isFull;
    }

    /// <summary>Takes in what fits; true when a full block must go before more fits.</summary>
    private bool Take(ref ReadOnlySpan<byte> buffer)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ThrowIfFailed();
        if (buffer.Length == 0) return false;
        _block ??= NewBlock();
        var count = Math.Min(buffer.Length, _block.Length - _filled);
        buffer[..count].CopyTo(_block.AsSpan(_filled));
        _hash.AppendData(buffer[..count]);
        buffer = buffer[count..];
        _filled += count;
        _length += count;
        return buffer.Length > 0;
    }

    private byte[] NewBlock()
    {
        var size = sizeOf(_sent);
        _filled = 0;
        return _free.TryTake(out var block) && block.Length == size ? block : GC.AllocateUninitializedArray<byte>(size);
    }

    private async Task WaitForSlotAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
        try
        {
            await _slots.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_failure is not null)
        {
            ThrowIfFailed();
        }
    }

    private void Send()
    {
        var (block, filled, number) = (_block!, _filled, _sent++);
        _block = null;
        _ = Task.Run(async () =>
        {
            try
            {
                await send(number, block.AsMemory(0, filled), _stop.Token).ConfigureAwait(false);
                _free.Add(block);
            }
#pragma warning disable CA1031 // Kept for the writer, who throws it.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref _failure, error, null);
                await _stop.CancelAsync().ConfigureAwait(false);
            }
            finally
            {
                _slots.Release();
            }
        });
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
    }
}
