using EventLinkDr.Diagnostics;
using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Postgres.Load;

/// <summary>Counts what a load has done and reports how far it is. From any thread.</summary>
internal sealed class LoadTally(string activity, long totalBytes, PhaseClock clock) : IDisposable
{
    private readonly object _lock = new();
    private readonly Dictionary<QualifiedName, LoadedTable> _tables = [];
    private readonly List<QualifiedName> _order = [];
    private readonly List<SkippedStatement> _skipped = [];
    private IDisposable? _phase;
    private string? _phaseName;
    private long _dropsOfNothing;
    private long _bytes;

    /// <summary>Begins another phase, unless it is the one at hand. For the thread that reads the dump.</summary>
    public void Enter(string phase)
    {
        if (_phaseName == phase) return;
        _phase?.Dispose();
        (_phaseName, _phase) = (phase, clock.Phase(phase));
    }

    /// <summary>Bytes of SQL text that have been dealt with.</summary>
    public void Passed(long bytes, string? item)
    {
        var done = Interlocked.Add(ref _bytes, bytes);
        clock.Progress(new ProgressReport(activity, item, done, Math.Max(done, totalBytes)));
    }

    /// <summary>Rows of a table that the server has taken.</summary>
    public void Loaded(QualifiedName table, long rows, long bytes)
    {
        lock (_lock)
        {
            if (!_tables.TryGetValue(table, out var loaded))
            {
                _order.Add(table);
                loaded = new LoadedTable(table.Schema ?? "", table.Name, 0, 0);
            }

            _tables[table] = loaded with { Rows = loaded.Rows + rows, Bytes = loaded.Bytes + bytes };
        }
    }

    /// <summary>Bytes sent for a table so far.</summary>
    public long BytesOf(string table)
    {
        lock (_lock) return _tables.Where(entry => entry.Key.Name == table).Sum(entry => entry.Value.Bytes);
    }

    /// <summary>Notes a statement that is left out.</summary>
    public void Skip(DumpPlace place, string what, string why)
    {
        var skipped = new SkippedStatement(place, what, why);
        lock (_lock) _skipped.Add(skipped);
        clock.Decision(skipped.ToString());
    }

    /// <summary>Notes a DROP of something that is not there.</summary>
    public void SkipDrop() => Interlocked.Increment(ref _dropsOfNothing);

    /// <summary>Ends the last phase.</summary>
    public void Dispose() => _phase?.Dispose();

    public LoadResult Finish()
    {
        _phase?.Dispose();
        (_phase, _phaseName) = (null, null);
        lock (_lock)
        {
            return new LoadResult
            {
                Tables = [.. _order.Select(name => _tables[name])],
                Skipped = [.. _skipped.OrderBy(skipped => skipped.Place.Line)],
                DropsOfNothing = _dropsOfNothing,
                TextLength = _bytes,
                Phases = [.. clock.Durations.GroupBy(phase => phase.Name).Select(group => new PhaseDuration(group.Key, Sum(group)))],
            };
        }
    }

    private static TimeSpan Sum(IEnumerable<PhaseDuration> phases) => phases.Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase.Duration);
}
