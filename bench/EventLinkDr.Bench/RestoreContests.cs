namespace EventLinkDr.Bench;

/// <summary>Restores: ours into a new database with the swap, against psql and pg_restore into an empty one.</summary>
internal static class RestoreContests
{
    private const string Copy = "copy";

    public static IEnumerable<Contest> All(BenchServer server, Tools tools)
    {
        void Fresh()
        {
            server.DropOthersAsync(CancellationToken.None).GetAwaiter().GetResult();
            server.RecreateAsync(Copy, CancellationToken.None).GetAwaiter().GetResult();
        }

        void Swept() => server.DropOthersAsync(CancellationToken.None).GetAwaiter().GetResult();

        yield return new Contest("Restore (ANALYZE and proof apart)",
        [
            new Contender("eventlinkdr restore (our file)", Swept, () => tools.OurRestore(tools.File("ours.sql.gz"))),
            new Contender("gunzip \\| psql", Fresh, () => tools.Shell($"gunzip -c {tools.File("old.sql.gz")} | psql -q -X -v ON_ERROR_STOP=1 -d {Copy} > /dev/null")),
            new Contender("pg_restore -j2", Fresh, () => tools.Shell($"pg_restore -j2 -d {Copy} {tools.File("directory-j2")}")),
        ]);
        yield return new Contest("Restore of the old script's file (ANALYZE and proof apart)",
        [
            new Contender("eventlinkdr restore (old file)", Swept, () => tools.OurRestore(tools.File("old.sql.gz"))),
            new Contender("gunzip \\| psql", Fresh, () => tools.Shell($"gunzip -c {tools.File("old.sql.gz")} | psql -q -X -v ON_ERROR_STOP=1 -d {Copy} > /dev/null")),
        ]);
    }
}
