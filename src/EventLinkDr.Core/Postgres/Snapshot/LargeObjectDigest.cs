using EventLinkDr.Model;
using EventLinkDr.Streams;

namespace EventLinkDr.Postgres.Snapshot;

/// <summary>Digests the large objects of a database; the server hashes their content, in pieces, so that none is held whole.</summary>
internal static class LargeObjectDigest
{
    /// <summary>One row a piece: id, offset, length, SHA-256. An empty object has one row without a piece.</summary>
    private const string Query =
        """
        COPY (
          SELECT m.oid, piece.start, pg_catalog.length(piece.data), pg_catalog.encode(pg_catalog.sha256(piece.data), 'hex')
          FROM pg_catalog.pg_largeobject_metadata m
          LEFT JOIN LATERAL (
            SELECT start, pg_catalog.lo_get(m.oid, start, 16777216) AS data
            FROM pg_catalog.generate_series(0::bigint, COALESCE((SELECT max(pageno) FROM pg_catalog.pg_largeobject WHERE loid = m.oid), -1)::bigint
              * (pg_catalog.current_setting('block_size')::bigint / 4), 16777216) AS start) AS piece ON pg_catalog.length(piece.data) > 0
        ) TO STDOUT
        """;

    public static async Task<bool> AnyAsync(IPostgresSession session, CancellationToken cancellationToken) =>
        (await session.QueryAsync("SELECT FROM pg_catalog.pg_largeobject_metadata LIMIT 1", cancellationToken).ConfigureAwait(false)).Count > 0;

    /// <summary>Reads them all; blocking while the server hashes.</summary>
    public static async Task<BackupLargeObjects> ReadAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var counts = await session.QueryAsync(
            """
            SELECT (SELECT count(*) FROM pg_catalog.pg_largeobject_metadata),
              (SELECT COALESCE(sum(pg_catalog.length(data)), 0)::bigint FROM pg_catalog.pg_largeobject)
            """, cancellationToken).ConfigureAwait(false);
        var digest = await Task.Factory.StartNew(() =>
        {
            var rows = new RowDigest();
            var buffer = new byte[64 * 1024];
            using var source = session.CopyOut(Query, cancellationToken);
            int count;
            while ((count = source.Read(buffer)) > 0) rows.Add(buffer.AsSpan(0, count));
            return rows.ToString();
        }, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        return new BackupLargeObjects(counts[0].Get<long>(0), counts[0].Get<long>(1), digest);
    }
}
