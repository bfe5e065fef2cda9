using EventLinkDr.Postgres;

namespace EventLinkDr.TestKit;

/// <summary>What a server holds of a database and of all that are named after it: read before and after something that must change nothing.</summary>
public static class ServerState
{
    private const string Databases =
        """
        SELECT string_agg(format('%s %s %s %s %s %s %s', d.oid, datname, datdba, datacl, datconnlimit, datallowconn, shobj_description(d.oid, 'pg_database')), E'\n' ORDER BY datname)
          || (SELECT coalesce(string_agg(format('%s %s %s', setdatabase, setrole, setconfig), E'\n' ORDER BY setdatabase, setrole), '')
              FROM pg_db_role_setting JOIN pg_database s ON s.oid = setdatabase WHERE starts_with(s.datname, {0}))
        FROM pg_database d WHERE starts_with(datname, {0})
        """;

    private const string Relations =
        """
        SELECT string_agg(format('%s %s %s %s %s', c.oid, relnamespace, relname, relfilenode, relacl), E'\n' ORDER BY c.oid)
        FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname !~ '^pg_(temp|toast_temp)'
        """;

    public static async Task<string> ReadAsync(PostgresFixture postgres, string database)
    {
        ArgumentNullException.ThrowIfNull(postgres);
        return await postgres.ScalarAsync("postgres", Databases.Replace("{0}", Sql.Text(database), StringComparison.Ordinal))
            + "\n" + await postgres.ScalarAsync(database, Relations);
    }
}
