using System.Globalization;
using EventLinkDr.Model;

namespace EventLinkDr.Postgres.Databases;

/// <summary>Reads what belongs to a database itself from the shared catalogs; works from a session in any database.</summary>
internal static class DatabasePropertiesReader
{
    private const string SettingsQuery =
        """
        SELECT r.rolname::text, c.setting
        FROM pg_db_role_setting s LEFT JOIN pg_roles r ON r.oid = s.setrole, unnest(s.setconfig) WITH ORDINALITY AS c (setting, n)
        WHERE s.setdatabase = (SELECT oid FROM pg_database WHERE datname = $1) AND (s.setrole = 0 OR r.oid IS NOT NULL)
        ORDER BY r.rolname NULLS FIRST, c.n
        """;

    /// <returns>Null when there is no such database.</returns>
    public static async Task<DatabaseProperties?> ReadAsync(IPostgresSession session, string database, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var rows = await session.QueryAsync(Query(session.ServerVersion), cancellationToken, database).ConfigureAwait(false);
        if (rows.Count == 0) return null;
        var row = rows[0];
        var settings = await session.QueryAsync(SettingsQuery, cancellationToken, database).ConfigureAwait(false);
        var mark = DatabaseMark.Parse(row.Text(9));
        return new DatabaseProperties
        {
            Owner = row.Get<string>(0),
            Encoding = row.Get<string>(1),
            LocaleProvider = row.Get<string>(2) switch { "i" => "icu", "b" => "builtin", _ => "libc" },
            Collate = row.Get<string>(3),
            CType = row.Get<string>(4),
            Locale = row.Text(5),
            IcuRules = row.Text(6),
            Tablespace = row.Get<string>(7),
            // -2 is how the server marks a database whose DROP was interrupted.
            ConnectionLimit = Math.Max(-1, int.Parse(row.Get<string>(8), CultureInfo.InvariantCulture)),
            // Our own mark is no property of the database: the comment under it is.
            Comment = mark is null ? row.Text(9) : mark.Comment,
            Privileges = row.IsNull(10) ? null : row.Get<string[]>(10),
            Settings = [.. settings.Select(Setting)],
        };
    }

    private static string Query(PostgresVersion version)
    {
        var provider = version.Major >= 15 ? "d.datlocprovider::text" : "'c'";
        var locale = version.Major >= 17 ? "d.datlocale" : version.Major >= 15 ? "d.daticulocale" : "NULL";
        var rules = version.Major >= 16 ? "d.daticurules" : "NULL";
        return
            $"""
            SELECT pg_get_userbyid(d.datdba)::text, pg_encoding_to_char(d.encoding)::text, {provider}, d.datcollate::text, d.datctype::text,
              {locale}::text, {rules}::text, t.spcname::text, d.datconnlimit::text, shobj_description(d.oid, 'pg_database'), d.datacl::text[]
            FROM pg_database d JOIN pg_tablespace t ON t.oid = d.dattablespace WHERE d.datname = $1
            """;
    }

    private static DatabaseSetting Setting(PostgresRow row)
    {
        var setting = row.Get<string>(1);
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        return new DatabaseSetting(row.Text(0), setting[..equals], setting[(equals + 1)..]);
    }
}
