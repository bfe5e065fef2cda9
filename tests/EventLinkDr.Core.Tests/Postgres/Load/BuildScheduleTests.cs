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

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Take_AnyMixture_HandsOutEverythingOnce_InAnOrderTheServerTakes(int sessions)
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var tasks = Enumerable.Range(0, 40).SelectMany(i => Mixed(random, i)).ToList();
            var schedule = new BuildSchedule(tasks);
            var running = new List<BuildTask>();
            var done = new List<BuildTask>();
            await System.Threading.Tasks.Task.WhenAll(Enumerable.Range(0, sessions).Select(_ => System.Threading.Tasks.Task.Run(() =>
            {
                try
                {
                    while (schedule.Take() is { } task)
                    {
                        lock (running)
                        {
                            foreach (var other in running) Assert.True((task.IsShared && other.IsShared) || !task.Locks.Intersect(other.Locks).Any(), $"{task.Sql} beside {other.Sql}");
                            if (task.IsForeignKey) Assert.DoesNotContain(tasks, key => key.IsKey && key.Statement.Table!.Value == task.Statement.References!.Value && !done.Any(build => build.Sql == key.Sql));
                            if (task.After is { } first) Assert.Contains(done, build => build.Sql == first.Sql);
                            running.Add(task);
                        }

                        Thread.Yield();
                        lock (running)
                        {
                            running.Remove(task);
                            done.Add(task);
                        }

                        schedule.Finish(task);
                    }
                }
                catch
                {
                    schedule.Abandon();
                    throw;
                }
            }, TestContext.Current.CancellationToken)));
            Assert.Equal(tasks.Select(task => task.Sql).Order(StringComparer.Ordinal), done.Select(task => task.Sql).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Take_AForeignKey_WaitsForTheKeysItPointsAt_AndForNothingElse()
    {
        var key = Task("ALTER TABLE ONLY child ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES parent(id);", 9);
        var schedule = new BuildSchedule([key, Task("CREATE INDEX n ON parent (name);", 20), Task("ALTER TABLE ONLY parent ADD CONSTRAINT p PRIMARY KEY (id);", 3), Task("CREATE INDEX i ON child (a);", 2)]);
        var index = schedule.Take()!;
        schedule.Finish(index);
        var primary = schedule.Take()!;
        Assert.Equal(["n", "p"], NamesOf(index, primary));
        schedule.Finish(primary);
        Assert.Equal(key, schedule.Take());
    }

    [Fact]
    public void Take_ForeignKeys_ComeBeforeTheIndexesOfTheirTable_AndTheKeysTheyNeedFirst()
    {
        var key = Task("ALTER TABLE ONLY large ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES small(id);", 101);
        var schedule = new BuildSchedule([Task("CREATE INDEX l ON large (a);", 100), Task("ALTER TABLE ONLY small ADD CONSTRAINT p PRIMARY KEY (id);", 1), Task("CREATE INDEX o ON other (a);", 10), key]);
        var (primary, other) = (schedule.Take()!, schedule.Take()!);
        // The index of the large table would keep the foreign key off until both are alone at the end.
        Assert.Equal(["p", "o"], NamesOf(primary, other));
        schedule.Finish(primary);
        var foreign = schedule.Take()!;
        Assert.Equal(key, foreign);
        schedule.Finish(foreign);
        Assert.Equal("l", schedule.Take()!.Statement.Name!.Value.Name);
    }

    [Fact]
    public void Take_AForeignKeyThatCanRun_ComesBeforeCostlierBuilds() =>
        Assert.Equal("f", new BuildSchedule([Task("CREATE INDEX i ON large (x);", 1000), Task("ALTER TABLE ONLY t ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES u(id);", 1)]).Take()!.Statement.Name!.Value.Name);

    [Fact]
    public void Take_OnlyWhatHoldsUpAForeignKey_IsBetterThanNothing()
    {
        var schedule = new BuildSchedule([Task("CREATE INDEX a ON t (x);", 9), Task("CREATE INDEX b ON t (x);", 8), Task("ALTER TABLE ONLY t ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES u(id);", 10),
            Task("ALTER TABLE ONLY u ADD CONSTRAINT k PRIMARY KEY (id);", 1)]);
        Assert.Equal(["k", "b", "a"], NamesOf(schedule.Take()!, schedule.Take()!, schedule.Take()!));
    }

    [Fact]
    public void Take_WhatAForeignKeyHeldUp_FollowsTheCostliestFirst()
    {
        var schedule = new BuildSchedule([Task("CREATE INDEX a ON t (x);", 9), Task("CREATE INDEX b ON t (x);", 8), Task("CREATE INDEX c ON v (x);", 1),
            Task("ALTER TABLE ONLY t ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES u(id);", 10), Task("ALTER TABLE ONLY u ADD CONSTRAINT k PRIMARY KEY (id);", 5)]);
        var (key, other) = (schedule.Take()!, schedule.Take()!);
        schedule.Finish(key);
        var foreign = schedule.Take()!;
        Assert.Equal(["k", "c", "f"], NamesOf(key, other, foreign));
        schedule.Finish(foreign);
        Assert.Equal(["a", "b"], NamesOf(schedule.Take()!, schedule.Take()!));
    }

    [Fact]
    public async Task Take_ATableThatIsFreeAgain_GoesToTheNextWhenTheFirstWaitsForAnother()
    {
        var schedule = new BuildSchedule([Task("ALTER TABLE ONLY a ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES hub(id);", 9), Task("ALTER TABLE ONLY b ADD CONSTRAINT g FOREIGN KEY (x) REFERENCES hub(id);", 8),
            Task("ALTER TABLE ONLY c ADD CONSTRAINT h FOREIGN KEY (x) REFERENCES hub(id);", 7), Task("CREATE INDEX i ON b (x);", 1)]);
        var first = schedule.Take()!;
        Assert.Equal(["f", "i"], NamesOf(first, schedule.Take()!));
        schedule.Finish(first);
        var next = await System.Threading.Tasks.Task.Run(schedule.Take, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("h", next!.Statement.Name!.Value.Name);
    }

    [Fact]
    public void Take_AForeignKeyToItsOwnTable_FollowsItsKey()
    {
        var schedule = new BuildSchedule([Task("ALTER TABLE ONLY t ADD CONSTRAINT f FOREIGN KEY (parent) REFERENCES t(id);", 10), Task("CREATE INDEX i ON t (x);", 10), Task("ALTER TABLE ONLY t ADD CONSTRAINT k PRIMARY KEY (id);", 5)]);
        var names = new List<string>();
        while (schedule.Take() is { } task)
        {
            names.Add(task.Statement.Name!.Value.Name);
            schedule.Finish(task);
        }

        Assert.Equal(["k", "f", "i"], names);
    }

    [Fact]
    public void Take_AnIndexOfTwoColumns_BeforeOneOfOne() =>
        Assert.Equal("b", new BuildSchedule([Task("CREATE INDEX a ON t (x);", 8), Task("CREATE INDEX b ON t (x, y);", 8)]).Take()!.Statement.Name!.Value.Name);

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
    public void Take_AnIndexThatOutlastsTheKeyBesideIt_MayUseTheWorkersOfTheServer()
    {
        var schedule = new BuildSchedule([.. KeyBuild.Split(Task("ALTER TABLE ONLY t ADD CONSTRAINT k PRIMARY KEY (x);", 9 * BuildTask.Heavy)), Task("CREATE INDEX a ON t (y);", 9 * BuildTask.Heavy)]);
        var (key, index) = (schedule.Take()!, schedule.Take()!);
        Assert.Equal([("k", false), ("a", true)], [(key.Statement.Name!.Value.Name, key.WithWorkers), (index.Statement.Name!.Value.Name, index.WithWorkers)]);
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

    private static IEnumerable<string> NamesOf(params BuildTask[] tasks) => tasks.Select(task => task.Statement.Name!.Value.Name);

    private static IEnumerable<BuildTask> Mixed(Random random, int i)
    {
        var (table, weight) = (random.Next(5), random.Next(3) == 0 ? BuildTask.Heavy * random.Next(1, 20) : random.Next(1000));
        return random.Next(4) switch
        {
            0 => KeyBuild.Split(Task($"ALTER TABLE ONLY t{table} ADD CONSTRAINT k{i} UNIQUE (x);", weight)),
            1 => [Task($"CREATE UNIQUE INDEX u{i} ON t{table} (x);", weight)],
            2 => [Task($"CREATE INDEX i{i} ON t{table} (x);", weight)],
            _ => [Task($"ALTER TABLE ONLY t{table} ADD CONSTRAINT f{i} FOREIGN KEY (a) REFERENCES t{random.Next(5)}(id);", weight)],
        };
    }

    private static BuildTask Task(string sql, long weight) =>
        new(StatementReader.Read(Encoding.UTF8.GetBytes(sql), backslashEscapes: false, Encoding.UTF8), sql, new DumpPlace(null, 1), new Dictionary<string, string>(), weight);
}
