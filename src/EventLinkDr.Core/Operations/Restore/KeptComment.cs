using EventLinkDr.Postgres;
using EventLinkDr.Postgres.Databases;

namespace EventLinkDr.Operations.Restore;

/// <summary>Makes the comment of a database that is put aside: a mark, with the database's own comment inside.</summary>
internal static class KeptComment
{
    public static async Task<string> MakeAsync(IPostgresSession session, DatabaseIdentity database, Guid run, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync("SELECT shobj_description(oid, 'pg_database'), clock_timestamp() FROM pg_database WHERE oid::bigint = $1",
            cancellationToken, (long)database.Oid).ConfigureAwait(false);
        var comment = rows.Count == 0 ? null : rows[0].Text(0);
        return new DatabaseMark
        {
            State = DatabaseMarkState.Kept,
            Run = run,
            Oid = database.Oid,
            Database = database.Name,
            Time = rows.Count == 0 ? DateTimeOffset.UtcNow : new DateTimeOffset(rows[0].Get<DateTime>(1), TimeSpan.Zero),
            Comment = DatabaseMark.Parse(comment) is { } mark ? mark.Comment : comment,
        }.ToComment();
    }
}
