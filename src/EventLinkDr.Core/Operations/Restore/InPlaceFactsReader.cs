using EventLinkDr.Postgres;

namespace EventLinkDr.Operations.Restore;

/// <summary>Reads what decides whether a database can be replaced in place; on a session in that database.</summary>
internal static class InPlaceFactsReader
{
    // What belongs to an extension in public goes and comes with it, as does the cast that every range type has.
    private const string ForeignQuery =
        """
        SELECT what FROM (
          SELECT 1 AS n, 'schema ' || nspname AS what, oid, 'pg_namespace'::regclass AS class FROM pg_namespace
            WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema')
          UNION ALL SELECT 2, 'extension ' || extname, NULL, NULL FROM pg_extension WHERE extname <> 'plpgsql' AND extnamespace <> 'public'::regnamespace
          UNION ALL SELECT 3, 'event trigger ' || evtname, oid, 'pg_event_trigger'::regclass FROM pg_event_trigger
          UNION ALL SELECT 4, 'publication ' || pubname, oid, 'pg_publication'::regclass FROM pg_publication
          UNION ALL SELECT 5, 'foreign data wrapper ' || fdwname, oid, 'pg_foreign_data_wrapper'::regclass FROM pg_foreign_data_wrapper
          UNION ALL SELECT 6, 'language ' || lanname, oid, 'pg_language'::regclass FROM pg_language WHERE oid >= 16384
          UNION ALL SELECT 7, 'cast from ' || format_type(castsource, NULL) || ' to ' || format_type(casttarget, NULL), oid, 'pg_cast'::regclass
            FROM pg_cast WHERE oid >= 16384
          UNION ALL SELECT 8, 'access method ' || amname, oid, 'pg_am'::regclass FROM pg_am WHERE oid >= 16384
          UNION ALL SELECT 9, 'default privileges of ' || pg_get_userbyid(defaclrole), oid, 'pg_default_acl'::regclass FROM pg_default_acl WHERE defaclnamespace = 0
          UNION ALL SELECT 10, 'large objects', NULL, NULL WHERE EXISTS (SELECT FROM pg_largeobject_metadata)
        ) AS everything
        WHERE oid IS NULL OR NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = everything.class AND d.objid = everything.oid AND d.deptype IN ('e', 'i'))
        ORDER BY n, what
        """;

    // Whatever DROP SCHEMA … CASCADE reaches takes a lock of its own.
    private const string CountsQuery =
        """
        WITH s AS (SELECT oid, nspowner FROM pg_namespace WHERE nspname = 'public'),
        r AS (SELECT c.oid, c.reltype, c.reltoastrelid FROM pg_class c JOIN s ON c.relnamespace = s.oid)
        SELECT
          (SELECT count(*) FROM r) + (SELECT count(*) FROM pg_type t JOIN s ON t.typnamespace = s.oid) + (SELECT count(*) FROM pg_proc p JOIN s ON p.pronamespace = s.oid)
          + (SELECT count(*) FROM pg_operator o JOIN s ON o.oprnamespace = s.oid) + (SELECT count(*) FROM pg_opclass o JOIN s ON o.opcnamespace = s.oid)
          + (SELECT count(*) FROM pg_constraint c JOIN s ON c.connamespace = s.oid) + (SELECT count(*) FROM pg_attrdef a JOIN r ON a.adrelid = r.oid)
          + (SELECT count(*) FROM pg_trigger t JOIN r ON t.tgrelid = r.oid) + (SELECT count(*) FROM pg_rewrite w JOIN r ON w.ev_class = r.oid)
          + (SELECT count(*) FROM pg_policy p JOIN r ON p.polrelid = r.oid) + (SELECT count(*) * 2 FROM r WHERE reltoastrelid <> 0),
          (SELECT count(*) FROM r) + (SELECT count(*) * 2 FROM r WHERE reltoastrelid <> 0),
          current_setting('max_locks_per_transaction')::bigint * (current_setting('max_connections')::bigint + current_setting('max_prepared_transactions')::bigint),
          has_database_privilege(current_database(), 'CREATE') AND coalesce((SELECT pg_has_role(nspowner, 'USAGE') FROM s), true)
            AND pg_has_role((SELECT datdba FROM pg_database WHERE datname = current_database()), 'USAGE')
        """;

    public static async Task<InPlaceFacts> ReadAsync(IPostgresSession session, CancellationToken cancellationToken)
    {
        var foreign = await session.QueryAsync(ForeignQuery, cancellationToken).ConfigureAwait(false);
        var counts = await session.QueryAsync(CountsQuery, cancellationToken).ConfigureAwait(false);
        return new InPlaceFacts([.. foreign.Select(row => row.Get<string>(0))], counts[0].Get<long>(0), counts[0].Get<long>(1), counts[0].Get<long>(2),
            counts[0].Get<bool>(3));
    }
}
