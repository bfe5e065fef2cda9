namespace EventLinkDr.Bench;

/// <summary>What an operator does besides: verify, list.</summary>
internal static class OtherContests
{
    private static readonly string[] Chosen = ["public.users", "public.registrations", "public.event_interactions"];

    public static IEnumerable<Contest> All(Tools tools)
    {
        yield return new Contest("Verification by checksum",
        [
            new Contender("eventlinkdr test --level Checksum", () => { }, () => tools.OursInPhases("test", tools.File("ours.sql.gz"), "--level", "Checksum")),
            new Contender("openssl dgst -sha256", () => { }, () => tools.Shell($"openssl dgst -sha256 {tools.File("ours.sql.gz")} > /dev/null")),
        ]);
        yield return new Contest("Listing",
        [
            new Contender("eventlinkdr list", () => { }, () => tools.Ours("list", "--path", tools.File(""))),
        ]);
        if (Tools.Module is { } module && Tools.PowerShell is { } pwsh)
        {
            yield return new Contest("Import of the module",
            [
                new Contender("Import-Module EventLinkDr", () => { }, () => tools.Timed(pwsh, "-NoProfile", "-NonInteractive", "-Command",
                    $"[Console]::Write((Measure-Command {{ Import-Module '{module}' }}).TotalSeconds.ToString([cultureinfo]::InvariantCulture))")),
            ]);
        }
    }

    public static IEnumerable<Contest> OneTable(BenchServer server, Tools tools)
    {
        void Swept() => server.DropAsync("one", CancellationToken.None).GetAwaiter().GetResult();
        yield return new Contest("One table out of the backup (proof apart)",
        [
            .. Chosen.Select(table => new Contender($"eventlinkdr restore --table {table}", Swept,
                () => tools.OurRestore(tools.File("ours.sql.gz"), "--table", table, "--new-name", "one"))),
        ]);
    }
}
