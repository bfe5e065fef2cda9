namespace EventLinkDr.Postgres.Load;

/// <summary>
/// Hands out builds so that no two that run at once lock the same table against each other; a foreign key locks both of its tables, and two
/// that take them in opposite order would deadlock. It needs the keys of the table it points at, and comes before the other indexes of its own: alone on its
/// table it leaves the other sessions only what other tables have to do, and at the end there is nothing of that. Otherwise the costliest first. What cannot
/// run is laid aside until what it waits for has happened, so that thousands of builds are not looked through for every one of them. From any thread.
/// </summary>
internal sealed class BuildSchedule
{
    /// <summary>In order of preference; everything else speaks of places in it.</summary>
    private readonly BuildTask[] _tasks;
    private readonly HashSet<int> _waiting;
    private readonly PriorityQueue<int, int> _candidates = new();
    private readonly SortedSet<int> _heldUp = [];
    private readonly BuildQueues _behindForeignKeys = new();
    private readonly BuildQueues _behindKeys = new();
    private readonly BuildQueues _toShareTable = new();
    private readonly BuildQueues _toHaveTable = new();
    private readonly Dictionary<BuildTask, int> _followers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BuildTask, BuildTask> _running = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _keysLeft;
    private readonly Dictionary<string, int> _foreignKeysFrom;
    private readonly Dictionary<string, int> _foreignKeysTo;
    private readonly BuildLocks _locks = new();
    private long _runningCost;
    private bool _abandoned;

    public BuildSchedule(IEnumerable<BuildTask> tasks)
    {
        var all = tasks.ToList();
        var foreignKeys = all.Where(task => task.IsForeignKey).ToList();
        var awaited = foreignKeys.GroupBy(PointsAt, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(task => task.Cost), StringComparer.Ordinal);
        _tasks = [.. all.OrderByDescending(task => task.IsForeignKey).ThenByDescending(task => task.Cost + (task.IsKey ? awaited.GetValueOrDefault(TableOf(task)) : 0))];
        _waiting = [.. Enumerable.Range(0, _tasks.Length)];
        _keysLeft = Count(all.Where(task => task.IsKey), TableOf);
        _foreignKeysFrom = Count(foreignKeys, TableOf);
        _foreignKeysTo = Count(foreignKeys, PointsAt);
        for (var i = 0; i < _tasks.Length; i++)
        {
            if (_tasks[i].After is { } first) _followers.Add(first, i);
            else if (_tasks[i].IsForeignKey && _keysLeft.ContainsKey(PointsAt(_tasks[i]))) _behindKeys.Add(PointsAt(_tasks[i]), i);
            else Consider(i);
        }
    }

    /// <summary>The next one that can run, waiting for one if need be; null when none is left.</summary>
    public BuildTask? Take()
    {
        lock (_tasks)
        {
            while (true)
            {
                if (_abandoned || _waiting.Count == 0) return null;
                if (Next() is { } next) return Start(next);
                if (_running.Count == 0) throw new InvalidOperationException("A build waits for nothing.");
                Monitor.Wait(_tasks);
            }
        }
    }

    /// <summary>Frees the tables of one that has ended.</summary>
    public void Finish(BuildTask task)
    {
        lock (_tasks)
        {
            _running.Remove(task, out var original);
            _runningCost -= task.LeastCost;
            foreach (var table in _locks.Release(task))
            {
                Consider(_toHaveTable.TakeOne(table));
                Consider(_toShareTable.TakeAll(table));
            }

            if (task.IsKey && --_keysLeft[TableOf(task)] == 0) Consider(_behindKeys.TakeAll(TableOf(task)));
            if (_followers.Remove(original!, out var follower)) Consider(follower);
            Monitor.PulseAll(_tasks);
        }
    }

    /// <summary>Hands out nothing more: one has failed.</summary>
    public void Abandon()
    {
        lock (_tasks)
        {
            _abandoned = true;
            Monitor.PulseAll(_tasks);
        }
    }

    private int? Next()
    {
        while (_candidates.TryDequeue(out var index, out _))
        {
            if (CanRun(index)) return index;
            // It may have been called to a table that is free, and whose next one would not hear of it.
            foreach (var table in _tasks[index].Locks.Where(_locks.IsFree)) Consider(_toHaveTable.TakeOne(table));
        }

        // Something short, so that what is held up can follow soon.
        foreach (var index in _heldUp.Reverse())
            if (_locks.Obstacle(_tasks[index]) is null) return index;
        return null;
    }

    /// <summary>Lays a build aside where it cannot run.</summary>
    private bool CanRun(int index)
    {
        var task = _tasks[index];
        if (_locks.Obstacle(task) is { } table)
        {
            (task.IsShared ? _toShareTable : _toHaveTable).Add(table, index);
            return false;
        }

        if (!HoldsUp(task)) return true;
        _heldUp.Add(index);
        _behindForeignKeys.Add(TableOf(task), index);
        return false;
    }

    private BuildTask Start(int index)
    {
        var task = _tasks[index];
        _waiting.Remove(index);
        _heldUp.Remove(index);
        _locks.Take(task);
        if (task.IsForeignKey)
        {
            _foreignKeysTo[PointsAt(task)]--;
            if (--_foreignKeysFrom[TableOf(task)] == 0) Consider(_behindForeignKeys.TakeAll(TableOf(task)).Where(_heldUp.Remove));
        }

        var started = !task.IsForeignKey && task.Weight >= BuildTask.Heavy && IsMost(task) ? task with { WithWorkers = true } : task;
        _running.Add(started, task);
        _runningCost += task.LeastCost;
        return started;
    }

    /// <summary>Whether it takes longer than all that could run beside it, so that a session would rest at its end.</summary>
    private bool IsMost(BuildTask task) => task.Cost > _runningCost + _waiting.Select(index => _tasks[index])
        .Where(other => (task.IsShared && other.IsShared) || !other.Locks.Intersect(task.Locks).Any()).Sum(other => other.LeastCost);

    /// <summary>Whether foreign keys wait that it would keep off its table, and that do not wait for it.</summary>
    private bool HoldsUp(BuildTask task) => !task.IsForeignKey && _foreignKeysFrom.GetValueOrDefault(TableOf(task)) > 0
        && !(task.IsKey && _foreignKeysTo.GetValueOrDefault(TableOf(task)) > 0);

    private void Consider(int index) => _candidates.Enqueue(index, index);

    private void Consider(IEnumerable<int> indexes)
    {
        foreach (var index in indexes) Consider(index);
    }

    private static Dictionary<string, int> Count(IEnumerable<BuildTask> tasks, Func<BuildTask, string> table) =>
        tasks.GroupBy(table, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    private static string TableOf(BuildTask task) => task.Statement.Table!.Value.Name;

    private static string PointsAt(BuildTask task) => task.Statement.References!.Value.Name;
}
