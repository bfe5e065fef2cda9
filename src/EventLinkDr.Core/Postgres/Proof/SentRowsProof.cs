using System.Collections.Concurrent;
using System.Globalization;
using EventLinkDr.Diagnostics;
using EventLinkDr.Model;
using EventLinkDr.Postgres.Dump;
using EventLinkDr.Postgres.Snapshot;

namespace EventLinkDr.Postgres.Proof;

/// <summary>
/// For a dump without a manifest: counts the rows of every table that rows were sent to. It shows that nothing was lost on the way; whether the dump
/// was right nobody can tell.
/// </summary>
internal sealed class SentRowsProof(IReadOnlyDictionary<QualifiedName, long> sent, IOperationObserver observer)
{
    private const string Relations =
        """
        SELECT c.oid::bigint, pg_catalog.convert_to(n.nspname::text, names.encoding), pg_catalog.convert_to(c.relname::text, names.encoding), coalesce(pg_catalog.pg_partition_root(c.oid)::oid, c.oid)::bigint, c.relkind::text,
          EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN (SELECT CASE pg_catalog.getdatabaseencoding() WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END AS encoding) AS names
        WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
        """;

    private int _counted;

    /// <summary>Counts on several sessions.</summary>
    public async Task<ProofReport> ReadAsync(IPostgresServer server, string database, int jobs, CancellationToken cancellationToken)
    {
        var options = new SessionOptions(database) { ApplicationName = "EventLinkDr proof" };
        var session = await server.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            var groups = Group(await ListAsync(session, cancellationToken).ConfigureAwait(false));
            var queue = new ConcurrentQueue<Counted>(groups);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var workers = Enumerable.Range(1, Math.Max(0, Math.Min(jobs, groups.Count) - 1))
                .Select(_ => CountOnOwnSessionAsync(server, options, queue, stop.Token)).Prepend(CountAsync(session, queue, stop.Token)).ToArray();
            await AllOrNone.RunAsync(stop, workers).ConfigureAwait(false);
            return Judge(groups);
        }
    }

    /// <summary>Counts on one session, within its transaction.</summary>
    public async Task<ProofReport> ReadAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var groups = Group(await ListAsync(session, cancellationToken).ConfigureAwait(false));
        await CountAsync(session, new ConcurrentQueue<Counted>(groups), cancellationToken).ConfigureAwait(false);
        return Judge(groups);
    }

    private static async Task<IReadOnlyList<Relation>> ListAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(Relations, cancellationToken).ConfigureAwait(false);
        return
        [
            .. rows.Select(row => new Relation(row.Get<long>(0), UnicodeName.Of(row.Get<byte[]>(1)), UnicodeName.Of(row.Get<byte[]>(2)), row.Get<long>(3), row.Get<string>(4), row.Get<bool>(5))),
        ];
    }

    /// <summary>Rows sent to partitions, or through their root, end up somewhere below the root: they are counted together.</summary>
    private List<Counted> Group(IReadOnlyList<Relation> relations)
    {
        var byOid = relations.ToDictionary(relation => relation.Oid);
        var byName = relations.ToLookup(relation => relation.Name, StringComparer.Ordinal);
        var groups = new Dictionary<long, Counted>();
        var all = new List<Counted>();
        foreach (var (name, rows) in sent)
        {
            // A dump that relies on the search path names no schema.
            var found = byName[name.Name].Where(relation => name.Schema is null || relation.Schema == name.Schema).ToList();
            if (found.Count != 1)
            {
                all.Add(new Counted(name.ToString(), null) { Sent = rows, Ambiguous = found.Count > 1 });
                continue;
            }

            var root = byOid.GetValueOrDefault(found[0].Root, found[0]);
            if (!groups.TryGetValue(root.Oid, out var group)) all.Add(groups[root.Oid] = group = new Counted($"{root.Schema}.{root.Name}", root));
            // A partition may be a foreign table: its rows are not the dump's.
            if (group.Parts.Count == 0) group.Parts = [.. relations.Where(relation => relation.Root == root.Oid && relation.Kind == "r").Select(relation => relation.Oid)];
            group.Sent += rows;
        }

        return all;
    }

    private async Task CountOnOwnSessionAsync(IPostgresServer server, SessionOptions options, ConcurrentQueue<Counted> queue, CancellationToken cancellationToken)
    {
        var session = await server.OpenAsync(options, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false)) await CountAsync(session, queue, cancellationToken).ConfigureAwait(false);
    }

    private async Task CountAsync(IPostgresSession session, ConcurrentQueue<Counted> queue, CancellationToken cancellationToken)
    {
        while (queue.TryDequeue(out var group))
        {
            foreach (var oid in group.Parts)
            {
                // The name is written by the server, in whatever encoding the session has.
                var name = await session.QueryAsync("SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) FROM pg_catalog.pg_class c"
                    + " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid::bigint = $1", cancellationToken, oid).ConfigureAwait(false);
                var rows = await session.QueryAsync($"SELECT count(*) FROM ONLY {name[0].Get<string>(0)}", cancellationToken).ConfigureAwait(false);
                group.Found += rows[0].Get<long>(0);
            }

            observer.Progress(new ProgressReport("Counting rows", group.Name, Interlocked.Increment(ref _counted), sent.Count));
        }
    }

    private static ProofReport Judge(IReadOnlyList<Counted> groups) => new() { Tables = groups.Select(group => group.Judge()).ToArray() };

    private sealed record Relation(long Oid, string Schema, string Name, long Root, string Kind, bool IsOfExtension);

    private sealed class Counted(string name, Relation? relation)
    {
        public string Name => name;

        /// <summary>The tables that hold the rows.</summary>
        public IReadOnlyList<long> Parts { get; set; } = [];

        public bool Ambiguous { get; init; }

        public long Sent { get; set; }

        public long Found { get; set; }

        public TableProof Judge()
        {
            if (Ambiguous) return new TableProof(name, ProofOutcome.Unproven, Sent, 0, "more than one table has the name; it was not counted");
            if (relation is null) return new TableProof(name, ProofOutcome.Failed, Sent, 0, "the table is missing");
            // An extension's own rows stand in its table too.
            return Found == Sent || (relation.IsOfExtension && Found > Sent)
                ? new TableProof(name, ProofOutcome.Unproven, Sent, Found)
                : new TableProof(name, ProofOutcome.Failed, Sent, Found, string.Create(CultureInfo.InvariantCulture, $"{Sent} rows sent, {Found} found"));
        }
    }
}
