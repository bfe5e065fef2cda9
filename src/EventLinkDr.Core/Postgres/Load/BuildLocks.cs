namespace EventLinkDr.Postgres.Load;

/// <summary>The tables that running builds hold, each by one alone or by several that share it.</summary>
internal sealed class BuildLocks
{
    private const int Alone = -1;

    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);

    /// <summary>A table that a build would have to wait for; null when it can have all of them.</summary>
    public string? Obstacle(BuildTask task)
    {
        foreach (var table in task.Locks)
            if (_held.TryGetValue(table, out var holders) && !(task.IsShared && holders > 0)) return table;
        return null;
    }

    public void Take(BuildTask task)
    {
        foreach (var table in task.Locks) _held[table] = task.IsShared ? _held.GetValueOrDefault(table) + 1 : Alone;
    }

    /// <returns>The tables that nobody holds any more.</returns>
    public IReadOnlyList<string> Release(BuildTask task)
    {
        var free = new List<string>(2);
        foreach (var table in task.Locks)
        {
            if (!_held.TryGetValue(table, out var holders)) continue;
            if (holders > 1)
            {
                _held[table] = holders - 1;
                continue;
            }

            _held.Remove(table);
            free.Add(table);
        }

        return free;
    }

    public bool IsFree(string table) => !_held.ContainsKey(table);
}
