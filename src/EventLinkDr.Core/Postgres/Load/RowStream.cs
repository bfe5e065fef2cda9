using System.Collections.Concurrent;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Postgres.Load;

/// <summary>
/// The rows of one COPY block of a dump that can be read only once, handed to one session or, when they are many, to several with the same
/// COPY open. Memory is bounded by the buffers, whatever the size of the block or of a row.
/// </summary>
internal sealed class RowStream(LoadContext context, RowBuffers buffers, CopyHeader header, string sql, DumpPlace place, bool alone)
{
    /// <summary>Below this one session is faster than the locks of several, and keeps the order of the rows.</summary>
    private const long Small = 4 * 1024 * 1024;

    private readonly BlockingCollection<RowBuffer> _rows = [];
    private readonly IReadOnlyDictionary<string, string> _state = context.State.Current;
    private BlockingCollection<RowBuffer>? _run;
    private int _senders;
    private long _sent;

    /// <summary>Reads the block to its end; its last rows may still be on their way.</summary>
    public void Read(DumpScanner scanner)
    {
        AddSender();
        var buffer = buffers.Take(context.Crew.Stopping);
        while (scanner.ReadCopy() is { IsEmpty: false } chunk)
        {
            while (chunk.Length > buffer.Free.Length)
            {
                // As many whole rows as fit; a row larger than a buffer goes on in the next.
                var whole = RowCut.LastRowEnd(chunk[..buffer.Free.Length]);
                if (whole == 0 && (buffer.Length == 0 || !RowCut.EndsRow(buffer.Content))) whole = buffer.Free.Length;
                buffer.Add(chunk[..whole]);
                chunk = chunk[whole..];
                buffer = Send(buffer);
            }

            buffer.Add(chunk);
        }

        Close(buffer);
        context.Tally.Loaded(header.Table, scanner.CopyRows, _sent);
    }

    /// <summary>Hands a full buffer on and gives an empty one.</summary>
    private RowBuffer Send(RowBuffer buffer)
    {
        var endsRow = RowCut.EndsRow(buffer.Content);
        _sent += buffer.Length;
        if (_run is not null)
        {
            _run.Add(buffer);
            if (endsRow)
            {
                _run.CompleteAdding();
                _run = null;
            }
        }
        else
        {
            if (!endsRow) buffer.Rest = _run = [];
            _rows.Add(buffer);
            if (!alone && _sent >= Small && _senders < context.Crew.Count) AddSender();
        }

        return buffers.Take(context.Crew.Stopping);
    }

    private void Close(RowBuffer last)
    {
        _sent += last.Length;
        (_run ?? _rows).Add(last);
        _run?.CompleteAdding();
        _rows.CompleteAdding();
    }

    private void AddSender()
    {
        var first = _senders++ == 0;
        context.Crew.Post(lane => SendAll(lane, first));
    }

    private void SendAll(LoadLane lane, bool first)
    {
        var cancellationToken = context.Crew.Stopping;
        // A session that comes when all is sent has nothing to open a COPY for.
        if (!_rows.TryTake(out var buffer, Timeout.Infinite, cancellationToken)) return;
        try
        {
            lane.Enter(_state, cancellationToken);
            using var sink = lane.Session.CopyIn(sql, cancellationToken);
            do SendRun(sink, buffer, cancellationToken);
            while (_rows.TryTake(out buffer, Timeout.Infinite, cancellationToken));
            sink.Complete();
        }
        catch (PostgresErrorException error)
        {
            throw LoadFailure.Of(error, $"COPY {header.Table}", place);
        }
    }

    private void SendRun(ICopySink sink, RowBuffer buffer, CancellationToken cancellationToken)
    {
        Send(sink, buffer);
        if (buffer.Rest is null) return;
        foreach (var rest in buffer.Rest.GetConsumingEnumerable(cancellationToken)) Send(sink, rest);
    }

    private void Send(ICopySink sink, RowBuffer buffer)
    {
        if (buffer.Length > 0) sink.Write(buffer.Content);
        context.Tally.Passed(buffer.Length, header.Table.ToString());
        buffers.Return(buffer);
    }
}
