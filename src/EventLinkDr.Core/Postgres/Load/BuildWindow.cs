using EventLinkDr.Postgres.Dump;

namespace EventLinkDr.Postgres.Load;

/// <summary>
/// Gathers CREATE INDEX and ADD CONSTRAINT statements that follow one another, and runs them side by side; a foreign key as soon as its tables
/// have their keys and indexes. Everything else waits until the window is empty.
/// </summary>
internal sealed class BuildWindow(LoadContext context)
{
    private readonly List<BuildTask> _tasks = [];

    /// <summary>Whether a statement may run beside its neighbours.</summary>
    public static bool Takes(DumpStatement statement) =>
        statement is { Kind: StatementKind.CreateIndex or StatementKind.AddConstraint or StatementKind.AddForeignKey, Table: not null, UsesIndex: false }
        && (statement.Kind != StatementKind.AddForeignKey || statement.References is not null);

    /// <summary>Adds a statement.</summary>
    public void Add(DumpStatement statement, string sql, DumpPlace place)
    {
        var weight = context.Tally.BytesOf(statement.Table!.Value.Name) + (statement.References is { } referenced ? context.Tally.BytesOf(referenced.Name) : 0);
        _tasks.Add(new BuildTask(statement, sql, place, context.State.Current, weight));
    }

    /// <summary>Runs what has gathered to its end. Nothing else may be under way.</summary>
    public void Flush()
    {
        if (_tasks.Count == 0) return;
        var families = TableFamilies.Read(context, context.Crew.First);
        // Without ONLY the statement reaches the children too, of which only the server knows which they are.
        var alone = _tasks.Where(task => !task.IsForeignKey && !task.Statement.IsOnly && families.HasChildren(task.Statement.Table!.Value.Name)).ToHashSet();
        // A foreign key of a partitioned table locks all of its family, and waits until everything else is there.
        var last = _tasks.Where(task => task.IsForeignKey && task.Locks.Any(families.IsMember)).ToHashSet();
        context.Tally.Enter(LoadPhase.Builds);
        Run(_tasks.Where(task => !alone.Contains(task) && !last.Contains(task)).OrderBy(task => task.IsForeignKey)
            .SelectMany(task => families.IsMember(task.Statement.Table!.Value.Name) ? [task] : KeyBuild.Split(task)));
        foreach (var task in alone) Run(context.Crew.First, task);
        if (last.Count > 0)
        {
            context.Tally.Enter(LoadPhase.ForeignKeys);
            Run(last.Select(task => task with { Locks = [.. task.Locks.Select(families.LeaderOf)] }));
        }

        context.Crew.First.Enter(context.State.Current, context.Crew.Stopping);
        _tasks.Clear();
    }

    private void Run(IEnumerable<BuildTask> tasks)
    {
        var all = tasks.ToList();
        if (context.Crew.IsInline || all.Count < 2)
        {
            foreach (var task in all) Run(context.Crew.First, task);
            return;
        }

        var schedule = new BuildSchedule(all);
        for (var i = 0; i < Math.Min(context.Crew.Count, all.Count); i++) context.Crew.Post(lane => Work(lane, schedule));
        context.Crew.Drain();
    }

    private void Work(LoadLane lane, BuildSchedule schedule)
    {
        try
        {
            while (schedule.Take() is { } task)
            {
                Run(lane, task);
                schedule.Finish(task);
            }
        }
        catch
        {
            schedule.Abandon();
            throw;
        }
    }

    private void Run(LoadLane lane, BuildTask task)
    {
        var cancellationToken = context.Crew.Stopping;
        try
        {
            lane.Enter(task.State, cancellationToken);
            if (task.WithWorkers) lane.ExecuteOwn(LoadSettings.WithWorkers, cancellationToken);
            lane.Execute(task.Sql, cancellationToken);
            if (task.WithWorkers) lane.ExecuteOwn(LoadSettings.WithoutWorkers, cancellationToken);
        }
        catch (PostgresErrorException error)
        {
            throw LoadFailure.Of(error, task.Statement.ToString(), task.Place);
        }

        context.Tally.Passed(task.Sql.Length, task.Statement.Name?.ToString());
    }
}
