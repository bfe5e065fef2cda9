using System.Globalization;
using EventLinkDr.Model;
using EventLinkDr.Streams;

namespace EventLinkDr.Postgres.Proof;

/// <summary>Compares what was read with what was expected. Pure.</summary>
/// <param name="otherMajorVersion">Whether the server is of another major version than the backup's.</param>
internal sealed class ProofJudge(bool otherMajorVersion)
{
    public IReadOnlyList<TableProof> Judge(ProofWork work)
    {
        var tallies = work.Readable.Zip(work.Tallies).ToDictionary(pair => pair.First.Oid, pair => pair.Second);
        var verdicts = new List<TableProof>(work.Pairs.Count);
        // Rows that were loaded through a partitioned table may stand in another partition than before: those are judged together.
        foreach (var group in work.Pairs.GroupBy(pair => pair.Expected.LoadVia ?? $"{pair.Expected.Schema}\0{pair.Expected.Name}"))
        {
            var members = group.ToList();
            if (members.FirstOrDefault(pair => pair.Actual is null || !tallies.ContainsKey(pair.Actual.Oid)) is { Expected: not null } broken)
            {
                verdicts.AddRange(members.Select(pair => Failed(pair.Expected, 0,
                    broken.Actual is null ? $"{broken.Expected} is missing" : $"{broken.Expected} has other columns")));
                continue;
            }

            var found = members.Select(pair => tallies[pair.Actual!.Oid]).ToList();
            if (members.Count == 1)
            {
                verdicts.Add(Judge(members[0].Expected, members[0].Expected.Rows, found[0].Rows, members[0].Expected.Digest == found[0].Digest));
                continue;
            }

            var sameRows = members.Sum(pair => pair.Expected.Rows) == found.Sum(tally => tally.Rows);
            // The digests of partitions whose columns stand in another order cannot be added up.
            var comparable = members.Select(pair => string.Join('\u0001', pair.Expected.Columns)).Distinct().Count() == 1;
            var sameDigest = !comparable || RowDigest.Sum(members.Select(pair => pair.Expected.Digest)) == RowDigest.Sum(found.Select(tally => tally.Digest));
            verdicts.AddRange(members.Zip(found, (pair, tally) => sameRows && sameDigest
                ? new TableProof(pair.Expected.ToString(), comparable ? ProofOutcome.Proven : ProofOutcome.RowsOnly, pair.Expected.Rows, tally.Rows)
                : Judge(pair.Expected, pair.Expected.Rows, tally.Rows, sameDigest)));
        }

        return verdicts;
    }

    private TableProof Judge(BackupTable table, long expected, long found, bool sameDigest)
    {
        if (expected != found) return Failed(table, found, string.Create(CultureInfo.InvariantCulture, $"{expected} rows expected, {found} found"));
        if (sameDigest) return new TableProof(table.ToString(), ProofOutcome.Proven, expected, found);
        return otherMajorVersion
            ? new TableProof(table.ToString(), ProofOutcome.RowsOnly, expected, found, "the digest differs; the server's major version is another one")
            : Failed(table, found, "the rows are as many, but not the same");
    }

    private static TableProof Failed(BackupTable table, long found, string detail) => new(table.ToString(), ProofOutcome.Failed, table.Rows, found, detail);
}
