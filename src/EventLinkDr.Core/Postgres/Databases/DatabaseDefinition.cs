using System.Text;
using EventLinkDr.Model;

namespace EventLinkDr.Postgres.Databases;

/// <summary>The SQL that makes a database and gives it the properties of another.</summary>
internal static class DatabaseDefinition
{
    /// <summary><c>CREATE DATABASE</c> from <c>template0</c>; what can be changed later is left to <see cref="Apply"/>.</summary>
    public static string Create(string name, DatabaseProperties properties, PostgresVersion server)
    {
        var sql = new StringBuilder("CREATE DATABASE ").Append(Sql.Name(name)).Append(" WITH TEMPLATE = template0 ENCODING = ").Append(Sql.Text(properties.Encoding));
        if (server.Major >= 15) sql.Append(" LOCALE_PROVIDER = ").Append(properties.LocaleProvider);
        sql.Append(" LC_COLLATE = ").Append(Sql.Text(properties.Collate)).Append(" LC_CTYPE = ").Append(Sql.Text(properties.CType));
        if (properties.Locale is not null && properties.LocaleProvider == "icu") sql.Append(" ICU_LOCALE = ").Append(Sql.Text(properties.Locale));
        if (properties.Locale is not null && properties.LocaleProvider == "builtin") sql.Append(" BUILTIN_LOCALE = ").Append(Sql.Text(properties.Locale));
        if (properties.IcuRules is not null && server.Major >= 16) sql.Append(" ICU_RULES = ").Append(Sql.Text(properties.IcuRules));
        if (properties.Tablespace != "pg_default") sql.Append(" TABLESPACE = ").Append(Sql.Name(properties.Tablespace));
        return sql.ToString();
    }

    /// <summary>
    /// Owner, privileges, connection limit and settings, as statements for one transaction. The comment is not among them: it carries our mark until the
    /// database serves. <c>default_transaction_read_only</c> is left out: a fence put up before a restore must not come back with it.
    /// </summary>
    public static IReadOnlyList<string> Apply(string name, DatabaseProperties properties)
    {
        var database = Sql.Name(name);
        var statements = new List<string> { $"ALTER DATABASE {database} OWNER TO {Sql.Name(properties.Owner)}" };
        if (properties.Privileges is not null) statements.AddRange(Grants(database, properties.Owner, properties.Privileges));
        if (properties.ConnectionLimit >= 0) statements.Add(FormattableString.Invariant($"ALTER DATABASE {database} CONNECTION LIMIT {properties.ConnectionLimit}"));
        foreach (var setting in properties.Settings)
        {
            if (IsFence(setting)) continue;
            var subject = setting.Role is null ? $"ALTER DATABASE {database}" : $"ALTER ROLE {Sql.Name(setting.Role)} IN DATABASE {database}";
            statements.Add($"{subject} SET {Sql.Name(setting.Name)} TO {SettingValue.ToSql(setting.Name, setting.Value)}");
        }

        return statements;
    }

    /// <summary><c>COMMENT ON DATABASE</c>; null removes it.</summary>
    public static string Comment(string name, string? comment) => $"COMMENT ON DATABASE {Sql.Name(name)} IS {(comment is null ? "NULL" : Sql.Text(comment))}";

    /// <summary>Whether the setting closes a database to writes.</summary>
    public static bool IsFence(DatabaseSetting setting) => string.Equals(setting.Name, "default_transaction_read_only", StringComparison.OrdinalIgnoreCase);

    // Everything is taken away first and given back item by item, in the order it was given: the same array comes out.
    private static IEnumerable<string> Grants(string database, string owner, IReadOnlyList<string> privileges)
    {
        yield return $"REVOKE ALL ON DATABASE {database} FROM PUBLIC";
        yield return $"REVOKE ALL ON DATABASE {database} FROM {Sql.Name(owner)}";
        foreach (var item in privileges.Select(PrivilegeItem.Parse))
        {
            // Only the grantor itself can grant in its name.
            if (item.Grantor != owner) yield return $"SET ROLE {Sql.Name(item.Grantor)}";
            var grantee = item.Grantee is null ? "PUBLIC" : Sql.Name(item.Grantee);
            if (item.Privileges.Count > 0) yield return $"GRANT {string.Join(", ", item.Privileges)} ON DATABASE {database} TO {grantee}";
            if (item.Grantable.Count > 0) yield return $"GRANT {string.Join(", ", item.Grantable)} ON DATABASE {database} TO {grantee} WITH GRANT OPTION";
            if (item.Grantor != owner) yield return "RESET ROLE";
        }
    }
}
