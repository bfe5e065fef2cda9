namespace EventLinkDr.Bench;

/// <summary>The same bytes in other shapes: nearly all in one table, evenly in twenty, and thousands of tables with next to nothing in them.</summary>
internal static class ShapeContests
{
    public static IEnumerable<Contest> OneTableOrTwenty(BenchServer server, Tools tools)
    {
        const string One = "one_table", Twenty = "twenty_tables";
        yield return new Contest("Backup of one table with 95 % of the rows, and of twenty alike",
            [Backup(tools, One, "one table"), Backup(tools, Twenty, "twenty tables")]);
        yield return new Contest("Restore of one table with 95 % of the rows, and of twenty alike",
            [Restore(server, tools, One, "one table"), Restore(server, tools, Twenty, "twenty tables")]);
    }

    public static IEnumerable<Contest> ManyTables(BenchServer server, Tools tools, int count)
    {
        const string Many = "many_tables", Copy = "copy";
        yield return new Contest($"Backup of {count} small tables",
        [
            Backup(tools, Many, "eventlinkdr backup"),
            new Contender("pg_dump -Fd -j2", () => Tools.Remove(tools.File("many")), () => tools.Shell($"pg_dump -Fd -j2 -f {tools.File("many")} -d {Many}")),
        ]);
        yield return new Contest($"Restore of {count} small tables (ANALYZE and proof apart)",
        [
            Restore(server, tools, Many, "eventlinkdr restore"),
            new Contender("pg_restore -j2", () => server.RecreateAsync(Copy, CancellationToken.None).GetAwaiter().GetResult(),
                () => tools.Shell($"pg_restore -j2 -d {Copy} {tools.File("many")}")),
        ]);
    }

    private static Contender Backup(Tools tools, string database, string name)
    {
        var file = tools.File(database + ".sql.gz");
        return new Contender(name, () => Tools.Remove(file), () =>
        {
            var run = tools.OursOn(database, "backup", "--path", file, "--jobs", $"{Tools.Jobs}", "--force");
            return run with { Size = Tools.SizeOf(file) };
        });
    }

    private static Contender Restore(BenchServer server, Tools tools, string database, string name) => new(name,
        () => server.DropAsync(database + "_again", CancellationToken.None).GetAwaiter().GetResult(),
        () => tools.OurRestore(tools.File(database + ".sql.gz"), "--new-name", database + "_again"));
}
