namespace EventLinkDr.Bench;

/// <summary>Backups: ours against the old script's pipeline and pg_dump's own parallel format.</summary>
internal static class BackupContests
{
    public static IEnumerable<Contest> All(Tools tools)
    {
        yield return new Contest("Backup at the size of gzip -6",
        [
            Ours(tools, "Default"),
            new Contender("pg_dump \\| gzip -6", () => Tools.Remove(tools.File("old.sql.gz")), () =>
            {
                var run = tools.Shell($"pg_dump --no-owner --no-privileges | gzip -c > {tools.File("old.sql.gz")}");
                return run with { Size = Tools.SizeOf(tools.File("old.sql.gz")) };
            }),
            Directory(tools, "-j2", "pg_dump -Fd -j2"),
        ]);
        yield return new Contest("Backup, fast",
        [
            Ours(tools, "Fast"),
            Directory(tools, "-Z1 -j2", "pg_dump -Fd -Z1 -j2"),
        ]);
        yield return new Contest("Backup, encrypted to a recipient",
        [
            Encrypted(tools),
            Ours(tools, "Default"),
        ]);
    }

    private static Contender Ours(Tools tools, string compression)
    {
        var file = tools.File("ours.sql.gz");
        return new Contender($"eventlinkdr backup --compression {compression}", () => Tools.Remove(file), () =>
        {
            var run = tools.Ours("backup", "--path", file, "--compression", compression, "--jobs", $"{Tools.Jobs}", "--yes", "--force");
            return run with { Size = Tools.SizeOf(file) };
        });
    }

    private static Contender Encrypted(Tools tools)
    {
        var file = tools.File("sealed.sql.gz.age");
        return new Contender("eventlinkdr backup --recipient", () => Tools.Remove(file), () =>
        {
            var run = tools.Ours("backup", "--path", file, "--jobs", $"{Tools.Jobs}", "--yes", "--force", "--recipient", Recipient(tools));
            return run with { Size = Tools.SizeOf(file) };
        });
    }

    private static string Recipient(Tools tools)
    {
        var key = tools.File("key.txt");
        if (!File.Exists(key)) tools.Ours("key", "new", key);
        return File.ReadLines(key).First(line => line.StartsWith("# public key: ", StringComparison.Ordinal))[14..];
    }

    private static Contender Directory(Tools tools, string options, string name)
    {
        var directory = tools.File("directory" + options.Replace(" ", "", StringComparison.Ordinal));
        return new Contender(name, () => Tools.Remove(directory), () =>
        {
            var run = tools.Shell($"pg_dump -Fd {options} -f {directory}");
            return run with { Size = Tools.SizeOf(directory) };
        });
    }
}
