namespace EventLinkDr.Postgres.Load;

/// <summary>
/// Hands out builds so that no two that run at once lock the same table against each other; a foreign key locks both of its tables, and two
/// that take them in opposite order would deadlock. A foreign key waits for every other build on its tables: it needs their keys. The heaviest
/// first. From any thread.
/// </summary>
internal sealed class BuildSchedule
{
    private readonly List<BuildTask> _waiting;
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _unbuilt = new(StringComparer.Ordinal);
    private int _running;
    private long _runningWeight;
    private bool _abandoned;

    public BuildSchedule(IEnumerable<BuildTask> tasks)
    {
        _waiting = [.. tasks.OrderByDescending(task => task.Weight)];
        foreach (var table in _waiting.Where(task => !task.IsForeignKey).SelectMany(task => task.Locks.Distinct()))
            _unbuilt[table] = _unbuilt.GetValueOrDefault(table) + 1;
    }

    /// <summary>The next one that can run, waiting for one if need be; null when none is left.</summary>
    public BuildTask? Take()
    {
        lock (_waiting)
        {
            while (true)
            {
                if (_abandoned || _waiting.Count == 0) return null;
                var index = _waiting.FindIndex(IsFree);
                if (index >= 0)
                {
                    var task = _waiting[index];
                    _waiting.RemoveAt(index);
                    foreach (var table in task.Locks.Distinct()) _held[table] = task.IsShared ? _held.GetValueOrDefault(table) + 1 : -1;
                    var alone = !task.IsForeignKey && task.Weight >= BuildTask.Heavy && IsMost(task);
                    _running++;
                    _runningWeight += task.Weight;
                    return alone ? task with { WithWorkers = true } : task;
                }

                if (_running == 0) throw new InvalidOperationException("A build waits for nothing.");
                Monitor.Wait(_waiting);
            }
        }
    }

    /// <summary>Frees the tables of one that has ended.</summary>
    public void Finish(BuildTask task)
    {
        lock (_waiting)
        {
            foreach (var table in task.Locks.Distinct())
            {
                var left = task.IsShared ? _held[table] - 1 : 0;
                if (left == 0) _held.Remove(table);
                else _held[table] = left;
                if (!task.IsForeignKey) _unbuilt[table]--;
            }

            _running--;
            _runningWeight -= task.Weight;
            Monitor.PulseAll(_waiting);
        }
    }

    /// <summary>Hands out nothing more: one has failed.</summary>
    public void Abandon()
    {
        lock (_waiting)
        {
            _abandoned = true;
            Monitor.PulseAll(_waiting);
        }
    }

    /// <summary>Whether what could run beside it is less than half of it.</summary>
    private bool IsMost(BuildTask task) => task.Weight / 2 >
        _runningWeight + _waiting.Where(other => (task.IsShared && other.IsShared) || !other.Locks.Intersect(task.Locks).Any()).Sum(other => other.Weight);

    private bool IsFree(BuildTask task) => task.Locks.All(table =>
        (!_held.TryGetValue(table, out var holders) || (task.IsShared && holders > 0)) && !(task.IsForeignKey && _unbuilt.GetValueOrDefault(table) > 0));
}
