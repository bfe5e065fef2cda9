namespace EventLinkDr.Postgres.Load;

/// <summary>Builds that are laid aside until something happens to a table, in order of preference; numbers are their places in that order.</summary>
internal sealed class BuildQueues
{
    private readonly Dictionary<string, PriorityQueue<int, int>> _queues = new(StringComparer.Ordinal);

    public void Add(string table, int build)
    {
        if (!_queues.TryGetValue(table, out var queue)) _queues.Add(table, queue = new PriorityQueue<int, int>());
        queue.Enqueue(build, build);
    }

    /// <summary>The first behind a table.</summary>
    public IEnumerable<int> TakeOne(string table)
    {
        if (_queues.TryGetValue(table, out var queue) && queue.TryDequeue(out var build, out _)) yield return build;
    }

    /// <summary>All behind a table.</summary>
    public IEnumerable<int> TakeAll(string table) => _queues.Remove(table, out var queue) ? queue.UnorderedItems.Select(item => item.Element) : [];
}
