namespace EventLinkDr.Bench;

/// <summary>What an operator does besides: verify, list.</summary>
internal static class OtherContests
{
    public static IEnumerable<Contest> All(Tools tools)
    {
        yield return new Contest("Verification by checksum",
        [
            new Contender("eventlinkdr test --level Checksum", () => { }, () => tools.Ours("test", tools.File("ours.sql.gz"), "--level", "Checksum")),
            new Contender("openssl dgst -sha256", () => { }, () => tools.Shell($"openssl dgst -sha256 {tools.File("ours.sql.gz")} > /dev/null")),
        ]);
        yield return new Contest("Listing",
        [
            new Contender("eventlinkdr list", () => { }, () => tools.Ours("list", "--path", tools.File(""))),
        ]);
    }
}
