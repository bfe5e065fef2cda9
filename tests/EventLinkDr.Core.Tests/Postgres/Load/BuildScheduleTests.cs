using System.Text;
using EventLinkDr.Postgres.Dump;
using EventLinkDr.Postgres.Load;

namespace EventLinkDr.Core.Tests.Postgres.Load;

public sealed class BuildScheduleTests
{
    [Fact]
    public void Take_IndexesOfOneTable_RunTogether_AndAConstraintAlone()
    {
        var schedule = new BuildSchedule([Task("CREATE INDEX a ON t (x);", 3), Task("ALTER TABLE ONLY t ADD CONSTRAINT k PRIMARY KEY (x);", 2), Task("CREATE INDEX b ON t (x);", 1)]);
        var first = schedule.Take()!;
        var second = schedule.Take()!;
        Assert.Equal(["a", "b"], new[] { first, second }.Select(task => task.Statement.Name!.Value.Name));
        schedule.Finish(first);
        schedule.Finish(second);
        Assert.Equal("k", schedule.Take()!.Statement.Name!.Value.Name);
        Assert.Null(schedule.Take());
    }

    [Fact]
    public void Take_ForeignKeys_NeverTwoOnATable()
    {
        var random = new Random(3);
        var tasks = Enumerable.Range(0, 60).Select(i => Task($"ALTER TABLE ONLY t{random.Next(8)} ADD CONSTRAINT f{i} FOREIGN KEY (a) REFERENCES t{random.Next(8)}(id);", random.Next(100))).ToList();
        var schedule = new BuildSchedule(tasks);
        var held = new HashSet<string>();
        var done = 0;
        var most = 0;
        var running = 0;
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            while (schedule.Take() is { } task)
            {
                lock (held)
                {
                    foreach (var table in task.Locks.Distinct()) Assert.True(held.Add(table));
                    most = Math.Max(most, ++running);
                }

                Thread.Sleep(1);
                lock (held)
                {
                    foreach (var table in task.Locks.Distinct()) held.Remove(table);
                    running--;
                    done++;
                }

                schedule.Finish(task);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(60, done);
        Assert.InRange(most, 2, 4);
    }

    [Fact]
    public void Take_AForeignKey_WaitsForWhatIsBuiltOnItsTables_AndForNothingElse()
    {
        var key = Task("ALTER TABLE ONLY child ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES parent(id);", 9);
        var schedule = new BuildSchedule([key, Task("ALTER TABLE ONLY parent ADD CONSTRAINT p PRIMARY KEY (id);", 3), Task("CREATE INDEX i ON child (a);", 2), Task("CREATE INDEX o ON other (a);", 1)]);
        var taken = new[] { schedule.Take()!, schedule.Take()!, schedule.Take()! };
        Assert.Equal(["p", "i", "o"], taken.Select(task => task.Statement.Name!.Value.Name));
        schedule.Finish(taken[0]);
        schedule.Finish(taken[1]);
        Assert.Equal(key, schedule.Take());
    }

    [Fact]
    public void Take_HeaviestFirst() =>
        Assert.Equal("b", new BuildSchedule([Task("CREATE INDEX a ON t (x);", 1), Task("CREATE INDEX b ON u (x);", 2)]).Take()!.Statement.Name!.Value.Name);

    [Fact]
    public void Take_WithNothingElseToDo_MayUseTheWorkersOfTheServer()
    {
        var schedule = new BuildSchedule([Task("CREATE INDEX a ON t (x);", 9 * BuildTask.Heavy), Task("CREATE INDEX b ON t (x);", 9 * BuildTask.Heavy), Task("CREATE INDEX c ON u (x);", 1)]);
        var first = schedule.Take()!;
        var second = schedule.Take()!;
        Assert.False(first.WithWorkers || second.WithWorkers);
        schedule.Finish(first);
        schedule.Finish(second);
        Assert.False(schedule.Take()!.WithWorkers);

        var key = new BuildSchedule([Task("ALTER TABLE ONLY t ADD CONSTRAINT k EXCLUDE USING gist (x WITH &&);", 9 * BuildTask.Heavy), Task("CREATE INDEX b ON t (x);", 9 * BuildTask.Heavy)]);
        Assert.True(key.Take()!.WithWorkers);
    }

    [Fact]
    public void Take_TheConstraintOfAKey_FollowsItsIndex()
    {
        var schedule = new BuildSchedule([.. KeyBuild.Split(Task("ALTER TABLE ONLY t ADD CONSTRAINT k PRIMARY KEY (x);", BuildTask.Heavy)), Task("CREATE INDEX a ON t (x);", BuildTask.Heavy)]);
        var index = schedule.Take()!;
        var other = schedule.Take()!;
        Assert.Equal(["CREATE UNIQUE INDEX k ON t USING btree (x)", "CREATE INDEX a ON t (x);"], [index.Sql, other.Sql]);
        schedule.Finish(index);
        schedule.Finish(other);
        Assert.Equal("ALTER TABLE ONLY t ADD CONSTRAINT k PRIMARY KEY USING INDEX k", schedule.Take()!.Sql);
    }

    [Theory]
    [InlineData("ALTER TABLE ONLY public.t\n    ADD CONSTRAINT k PRIMARY KEY (a, \"B c\");", "CREATE UNIQUE INDEX k ON public.t USING btree (a, \"B c\")")]
    [InlineData("ALTER TABLE ONLY \"O\"\"dd\".\"t (x)\"\n    ADD CONSTRAINT \"k) UNIQUE (\" UNIQUE (a);", "CREATE UNIQUE INDEX \"k) UNIQUE (\" ON \"O\"\"dd\".\"t (x)\" USING btree (a)")]
    [InlineData("ALTER TABLE ONLY t ADD CONSTRAINT k PRIMARY KEY (a) INCLUDE (b);", null)]
    [InlineData("ALTER TABLE ONLY t ADD CONSTRAINT k UNIQUE (a) DEFERRABLE INITIALLY DEFERRED;", null)]
    [InlineData("ALTER TABLE ONLY t ADD CONSTRAINT k UNIQUE NULLS NOT DISTINCT (a);", null)]
    [InlineData("ALTER TABLE ONLY t ADD CONSTRAINT k PRIMARY KEY (a) WITH (fillfactor='70');", null)]
    [InlineData("ALTER TABLE ONLY t ADD CONSTRAINT k EXCLUDE USING gist (a WITH &&);", null)]
    [InlineData("ALTER TABLE ONLY t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES u(id);", null)]
    public void Split_OfAPlainKeyOnly(string sql, string? index)
    {
        var steps = KeyBuild.Split(Task(sql, BuildTask.Heavy)).ToList();
        Assert.Equal(index is null ? [sql] : [index], steps.Select(step => step.Sql).Take(1));
        Assert.Equal(index is null ? 1 : 2, steps.Count);
        Assert.Single(KeyBuild.Split(Task(sql, BuildTask.Heavy - 1)));
    }

    [Fact]
    public void Take_AfterAFailure_GivesNothing()
    {
        var schedule = new BuildSchedule([Task("CREATE INDEX a ON t (x);", 1), Task("CREATE INDEX b ON t (x);", 1)]);
        schedule.Take();
        schedule.Abandon();
        Assert.Null(schedule.Take());
    }

    [Fact]
    public void Locks_OfAForeignKey_AreBothTables() =>
        Assert.Equal(["t", "u"], Task("ALTER TABLE ONLY public.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES other.u(id);", 0).Locks);

    [Fact]
    public void Families_JoinPartitionsUnderOneName()
    {
        var families = new TableFamilies([("p1", "p"), ("p11", "p1"), ("q1", "q"), ("both", "p"), ("both", "r")]);
        Assert.Equal(families.LeaderOf("p11"), families.LeaderOf("p"));
        Assert.Equal(families.LeaderOf("r"), families.LeaderOf("p1"));
        Assert.NotEqual(families.LeaderOf("q1"), families.LeaderOf("p1"));
        Assert.True(families.HasChildren("p1"));
        Assert.False(families.HasChildren("p11"));
        Assert.True(families.IsMember("p11") && families.IsMember("p") && families.IsMember("r"));
        Assert.False(families.IsMember("t"));
    }

    private static BuildTask Task(string sql, long weight) =>
        new(StatementReader.Read(Encoding.UTF8.GetBytes(sql), backslashEscapes: false, Encoding.UTF8), sql, new DumpPlace(null, 1), new Dictionary<string, string>(), weight);
}
