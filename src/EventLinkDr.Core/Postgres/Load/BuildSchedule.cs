namespace EventLinkDr.Postgres.Load;

/// <summary>
/// Hands out builds so that no two that run at once lock the same table against each other; a foreign key locks both of its tables, and two
/// that take them in opposite order would deadlock. It needs the keys of the table it points at, and comes before the other indexes of its own: alone on its
/// table it leaves the other sessions only what other tables have to do, and at the end there is nothing of that. Otherwise the costliest first. From any thread.
/// </summary>
internal sealed class BuildSchedule
{
    private readonly List<BuildTask> _waiting;
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _keysLeft = new(StringComparer.Ordinal);
    private int _running;
    private long _runningCost;
    private bool _abandoned;

    public BuildSchedule(IEnumerable<BuildTask> tasks)
    {
        var all = tasks.ToList();
        var awaited = all.Where(task => task.IsForeignKey).GroupBy(PointsAt, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(task => task.Cost), StringComparer.Ordinal);
        _waiting = [.. all.OrderByDescending(task => task.IsForeignKey).ThenByDescending(task => task.Cost + (task.IsKey ? awaited.GetValueOrDefault(TableOf(task)) : 0))];
        foreach (var key in all.Where(task => task.IsKey)) _keysLeft[TableOf(key)] = _keysLeft.GetValueOrDefault(TableOf(key)) + 1;
    }

    /// <summary>The next one that can run, waiting for one if need be; null when none is left.</summary>
    public BuildTask? Take()
    {
        lock (_waiting)
        {
            while (true)
            {
                if (_abandoned || _waiting.Count == 0) return null;
                var index = _waiting.FindIndex(task => IsFree(task) && !HoldsUp(task));
                // Something short, so that what is held up can follow soon.
                if (index < 0) index = _waiting.FindLastIndex(IsFree);
                if (index >= 0)
                {
                    var task = _waiting[index];
                    _waiting.RemoveAt(index);
                    foreach (var table in task.Locks.Distinct()) _held[table] = task.IsShared ? _held.GetValueOrDefault(table) + 1 : -1;
                    var alone = !task.IsForeignKey && task.Weight >= BuildTask.Heavy && IsMost(task);
                    _running++;
                    _runningCost += task.LeastCost;
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
            }

            if (task.IsKey) _keysLeft[TableOf(task)]--;
            _running--;
            _runningCost -= task.LeastCost;
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

    /// <summary>Whether it takes longer than all that could run beside it, so that a session would rest at its end.</summary>
    private bool IsMost(BuildTask task) => task.Cost >
        _runningCost + _waiting.Where(other => (task.IsShared && other.IsShared) || !other.Locks.Intersect(task.Locks).Any()).Sum(other => other.LeastCost);

    private bool IsFree(BuildTask task) => task.Locks.All(table => !_held.TryGetValue(table, out var holders) || (task.IsShared && holders > 0))
        && !(task.IsForeignKey && _keysLeft.GetValueOrDefault(PointsAt(task)) > 0) && !(task.After is { } first && _waiting.Contains(first));

    /// <summary>Whether foreign keys wait that it would keep off its table, and that do not wait for it.</summary>
    private bool HoldsUp(BuildTask task) => !task.IsForeignKey && _waiting.Any(other => other.IsForeignKey && TableOf(other) == TableOf(task))
        && !(task.IsKey && _waiting.Any(other => other.IsForeignKey && PointsAt(other) == TableOf(task)));

    private static string TableOf(BuildTask task) => task.Statement.Table!.Value.Name;

    private static string PointsAt(BuildTask task) => task.Statement.References!.Value.Name;
}
